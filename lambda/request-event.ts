import type {
  APIGatewayEventRequestContextJWTAuthorizer,
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
} from 'aws-lambda';

/** An HTTP API's event of payload format 2.0, from a route with a JWT authorizer or, without `authorizer`, a public one. */
export type RequestEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & { readonly authorizer?: APIGatewayEventRequestContextJWTAuthorizer }
>;
