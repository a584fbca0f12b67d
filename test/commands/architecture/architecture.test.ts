import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { architectureCommand } from '../../../commands/architecture/architecture-command';
import { diagram } from '../../../commands/architecture/diagram';
import { flowchart } from '../../../commands/architecture/flowchart';
import type { StackTemplate } from '../../../commands/project/template';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { EVERYTHING } from '../../support/everything';
import { synthesize, synthesizeMirror } from '../../support/synth';
import { invoke } from '../support/invoke';

const everything = synthesize({ env: 'dev' }, { environment: EVERYTHING }).toJSON() as StackTemplate;
const mirror = synthesizeMirror({ monitoring: {} }).toJSON() as StackTemplate;
const plain = synthesize({ env: 'dev' }).toJSON() as StackTemplate;

/** The boxes of a flowchart and the ends of its arrows. */
function partsOf(text: string) {
  const boxes = [...text.matchAll(/^ +(\w+)\["/gm)].map(([, id]) => id);
  const ends = [...text.matchAll(/^ +(\w+) (?:-->|-\.->)(?:\|"[^"]*"\|)? (\w+)$/gm)].flatMap(([, from, to]) => [
    from,
    to,
  ]);
  return { boxes, ends };
}

describe('the picture', () => {
  test.each([
    ['everything', everything, undefined],
    ['the plain stack', plain, undefined],
    ['a stack and its mirror', plain, mirror],
  ])('of %s has a box once, and an arrow only between boxes', (_name, template, itsMirror) => {
    const text = diagram(template, itsMirror);
    const { boxes, ends } = partsOf(text);
    expect(new Set(boxes).size).toBe(boxes.length);
    expect(ends.filter((end) => !boxes.includes(end))).toEqual([]);
    expect(boxes.filter((box) => !ends.includes(box))).toEqual([]);
    // Every line is one of: the head, a box, an arrow, a frame.
    const others = text
      .split('\n')
      .filter((line) => !/^flowchart LR$|^ +(\w+\["|\w+ -|subgraph \w+\["|end$)/.test(line));
    expect(others).toEqual([]);
  });

  test('shows who may call which route', () => {
    const text = diagram(plain);
    expect(text).toContain('routes0["GET /health<br/>(anyone)"]');
    expect(text).toContain('stage --> routes0');
    expect(text).toContain('routes1["GET /me<br/>(any valid token)"]');
    expect(text).toContain('authorizer --> routes1');
    expect(text).toContain('routes2["POST /quotes<br/>(token with quotes:write)"]');
  });

  test('shows the route of resourceMetadata, and the function behind it', () => {
    const environment = { resourceMetadata: {} };
    const text = diagram(synthesize({ env: 'dev' }, { environment }).toJSON() as StackTemplate);
    expect(text).toContain('"GET /.well-known/oauth-protected-resource<br/>(anyone)"');
    expect(text).toContain('"Lambda function resource-metadata<br/>');
  });

  test('shows the domain, what watches and what delivers where they are', () => {
    const { boxes } = partsOf(diagram(everything));
    const more = ['domain', 'alias', 'delivery', 'filters', 'queries', 'dashboard', 'alarms', 'topic', 'people'];
    expect(boxes).toEqual(expect.arrayContaining(more));
    expect(partsOf(diagram(plain)).boxes.filter((box) => more.includes(box ?? ''))).toEqual([]);
    expect(diagram(everything)).toContain(
      'domain["Custom domain<br/>api.example.com<br/>TLS 1.2 or newer<br/>client certificates"]',
    );
  });

  test('shows that API Gateway asks the mirror, and the mirror WSO2 IS', () => {
    const text = diagram(plain, mirror);
    expect(text).toContain('public["CloudFront<br/>is.dev.example.com"]');
    expect(text).toContain('publisher["Publisher<br/>Lambda function in the VPC<br/>rate(5 minutes)"]');
    expect(text).toContain('authorizer -.->|"discovery and keys, kept for 2 hours"| public');
    expect(text).toContain('publisher -->|"reads, and checks"| wso2');
    expect(text).not.toContain('authorizer -.->|"discovery and keys, kept for 2 hours"| wso2');
  });

  test('counts what belongs together instead of drawing it', () => {
    const text = diagram(everything);
    for (const box of ['11 metric filters', '9 alarms', '5 saved queries', '2 e-mail addresses']) {
      expect(text).toContain(`["${box}`);
    }
  });

  test('stays a picture with hundreds of routes', () => {
    const routes = Array.from({ length: 299 }, (_, index) => [
      `Route${index}`,
      {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: { AuthorizationType: 'JWT', AuthorizationScopes: ['read'], RouteKey: `GET /r${index}` },
      },
    ]);
    const text = diagram({ Resources: { ...plain.Resources, ...Object.fromEntries(routes) } });
    expect(text).toContain('and 291 more<br/>(token with read)');
    expect(text.split('\n').length).toBeLessThan(40);
  });

  test('draws each function with its routes, its delivery and its log', () => {
    const template = synthesize(
      { env: 'dev' },
      {
        environment: { monitoring: {}, functions: { reports: { gradualDelivery: {} } } },
        functions: [
          { name: 'quotes', entry: 'lambda/handler.ts' },
          { name: 'reports', entry: 'lambda/handler.ts', memoryMiB: 1024 },
        ],
        routes: [
          { method: 'GET', path: '/a', access: { scopes: ['read'] } },
          { method: 'GET', path: '/b', access: { scopes: ['read'] }, function: 'reports' },
        ],
      },
    ).toJSON() as StackTemplate;
    const text = diagram(template);
    const { boxes, ends } = partsOf(text);
    expect(new Set(boxes).size).toBe(boxes.length);
    expect(ends.filter((end) => !boxes.includes(end))).toEqual([]);
    for (const line of [
      'routes0["GET /a<br/>(token with read)"]',
      'routes1["GET /b<br/>(token with read)"]',
      'function["Lambda function quotes<br/>nodejs24.x, arm64, 256 MiB, 10 s"]',
      'function2["Lambda function reports<br/>nodejs24.x, arm64, 1024 MiB, 10 s"]',
      'routes0 --> function',
      'routes1 --> alias2',
      'alias2 --> function2',
      'function2 -.-> functionLog2',
      'alarms -.->|"move them back"| delivery2',
    ]) {
      expect(text.split('\n').map((one) => one.trim())).toContain(line);
    }
  });

  test('draws what it does not know by the name of its type, and who uses it', () => {
    const [[id, fn] = ['', {}]] = Object.entries(plain.Resources).filter(
      ([, { Type }]) => Type === 'AWS::Lambda::Function',
    );
    const Environment = { Variables: { QUEUE_URL: { Ref: 'Queue' } } };
    const text = diagram({
      Resources: {
        ...plain.Resources,
        [id]: {
          Type: 'AWS::Lambda::Function',
          Properties: { ...(fn as { Properties: object }).Properties, Environment },
        },
        Queue: { Type: 'AWS::SQS::Queue' },
        Table: { Type: 'AWS::DynamoDB::GlobalTable' },
        Failed: { Type: 'AWS::SQS::Queue' },
        Worker: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'python3.13' } },
      },
    });
    expect(text).toContain('subgraph others["Also deployed"]');
    expect(text).toContain('other0["Lambda function Worker<br/>python3.13"]');
    expect(text).toContain('type0["AWS::DynamoDB::GlobalTable"]');
    expect(text).toContain('type1["2 × AWS::SQS::Queue"]');
    expect(text).toContain('function --> type1');
    expect(text).not.toContain('function --> type0');
  });
});

test('what would end a text or be HTML is written as Mermaid wants it', () => {
  const chart = flowchart();
  chart.node('a', 'say "hi" #1 <b> & c');
  expect(chart.text()).toBe('flowchart LR\n  a["say #34;hi#34; #35;1 #60;b#62; #38; c"]');
});

describe('npm run architecture', () => {
  test('draws the picture between the markers, and -- --check tells an old one', async () => {
    const root = tempFolder({
      'docs/operations.md': 'before\n<!-- architecture -->\nold\n<!-- /architecture -->\nafter\n',
    });
    const text = () => readFileSync(join(root, 'docs/operations.md'), 'utf8');
    const old = text();
    expect(await invoke(architectureCommand, ['--check'], { root })).toEqual({
      code: 1,
      out: '',
      err: 'docs/operations.md — got another content — expected what npm run architecture writes — run npm run architecture\n',
    });
    expect(text()).toBe(old);

    expect(await invoke(architectureCommand, [], { root })).toMatchObject({
      code: 0,
      out: 'wrote docs/operations.md\n',
    });
    expect(text()).toMatch(
      /^before\n<!-- architecture -->\n\n```mermaid\n[\s\S]+\n```\n\n<!-- \/architecture -->\nafter\n$/,
    );
    expect(await invoke(architectureCommand, ['--check'], { root })).toMatchObject({ code: 0, err: '' });
  });
});
