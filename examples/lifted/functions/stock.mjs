/**
 * `GET /stock`.
 *
 * @param {import('aws-lambda').APIGatewayProxyEventV2WithJWTAuthorizer} event
 */
export async function handler({ requestContext: { authorizer } }) {
  return { statusCode: 200, body: JSON.stringify({ pears: 12, askedBy: authorizer.jwt.claims['client_id'] }) };
}
