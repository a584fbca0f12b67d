import { plainFault } from '../../../commands/project/synthesize';

describe('what a failed synthesis printed', () => {
  it('is what esbuild says of the function, without the crash that follows', () => {
    expect(
      plainFault('✘ [ERROR] Expected "}"\n\n    lambda/me.ts:16:0\n\nnode:child_process:930\n    throw err;\n'),
    ).toBe('✘ [ERROR] Expected "}"\n\n    lambda/me.ts:16:0');
  });

  it('is the error of a crash, with the frames of this project alone', () => {
    const crash = [
      'node:internal/modules/run_main:123',
      '    triggerUncaughtException(',
      '',
      'Error: no such thing',
      '    at make (/here/lib/api-stack.ts:10:3)',
      '    at App (/here/node_modules/aws-cdk-lib/core.js:1:1)',
      '    at node:internal/main:1:1',
      '',
      'Node.js v20.20.2',
    ];
    expect(plainFault(crash.join('\n'))).toBe('Error: no such thing\n    at make (/here/lib/api-stack.ts:10:3)');
  });

  it('is left as it is where it is for people already', () => {
    const fault = 'the configuration has 1 fault\n  routes[1].path — got "/me/" — expected no slash at the end';
    expect(plainFault(fault)).toBe(fault);
  });
});
