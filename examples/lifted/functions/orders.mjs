import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

/** @typedef {import('aws-lambda').APIGatewayProxyEventV2WithJWTAuthorizer} Event */

const { TABLE: TableName } = process.env;
const dynamodb = new DynamoDBClient();

/**
 * `POST /orders` and `GET /orders/{id}`.
 *
 * @param {Event} event
 */
export async function handler(event) {
  return event.routeKey === 'POST /orders' ? add(event) : find(event);
}

/** @param {Event} event */
async function add({ requestContext: { requestId: id, authorizer } }) {
  const customer = String(authorizer.jwt.claims['sub']);
  await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, customer: { S: customer } } }));
  return { statusCode: 201, body: JSON.stringify({ id, customer }) };
}

/** @param {Event} event */
async function find({ pathParameters: { id = '' } = {} }) {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }));
  return Item
    ? { statusCode: 200, body: JSON.stringify({ id, customer: Item['customer']?.S }) }
    : { statusCode: 404, body: JSON.stringify({ message: 'no such order' }) };
}
