import type { TemplateResource } from '../../../local/gateway/assembly/template';
import { RETURNS_EVENT } from './support/code';
import { startTestGateway } from './support/test-gateway';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html

const NOT_FOUND = { status: 404, headers: { 'content-type': 'application/json' }, body: '{"message":"Not Found"}' };

function stage(name: string): TemplateResource {
  return {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: name, AutoDeploy: true },
  };
}

describe('a stage', () => {
  test('is the one that the first segment names, before $default and before any route [F2]', async () => {
    const routes = { 'GET /{proxy+}': {}, 'GET /': {}, 'GET /pets': {} };
    const gateway = await startTestGateway({ routes, others: { Pets: stage('pets') } }, RETURNS_EVENT);
    const served = async (path: string) => {
      const { routeKey, requestContext } = JSON.parse((await gateway.send({ path })).body);
      return [requestContext.stage, routeKey];
    };
    expect(await served('/pets/dog')).toEqual(['pets', 'GET /{proxy+}']);
    expect(await served('/pets/pets')).toEqual(['pets', 'GET /pets']);
    expect(await served('/pets')).toEqual(['pets', 'GET /']);
    expect(await served('/%70ets/')).toEqual(['pets', 'GET /']);
    expect(await served('/petshop')).toEqual(['$default', 'GET /{proxy+}']);
    expect(await served('/$default/a')).toEqual(['$default', 'GET /{proxy+}']);
  });

  test('must be there: what no stage serves is not found [F3] [F14]', async () => {
    const gateway = await startTestGateway({ stage: { StageName: 'dev' } }, RETURNS_EVENT);
    expect(await gateway.send({ path: '/me' })).toMatchObject(NOT_FOUND);
    expect(await gateway.send({ path: '/dev/me' })).toMatchObject({ status: 200 });
    expect(gateway.records.map(({ stage: name, reason }) => [name, reason])).toEqual([
      [undefined, 'no stage is served at this path'],
      ['dev', undefined],
    ]);
  });
});
