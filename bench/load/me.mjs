// What serverless-offline runs: the least that answers who the caller is.

export const handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(event.requestContext.authorizer.jwt.claims),
});
