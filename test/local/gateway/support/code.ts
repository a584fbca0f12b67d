/** A function that returns what its request's body evaluates to. */
export const RETURNS_BODY = `
export const handler = async ({ body, isBase64Encoded }) => {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  return (0, eval)('(' + text + ')');
};`;

/** A function that answers with its event. */
export const RETURNS_EVENT = `
export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });`;

/** A function that answers 200 and nothing else. */
export const ANSWERS = `
export const handler = async () => ({ statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' });`;
