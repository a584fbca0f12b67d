import * as v from 'valibot';
import { type ErrorCode, type InputFault, STATUS_OF } from '../http-error';

/** A refusal of the function, for people and programs: an example of it. */
interface Refusal {
  readonly message: string;
  readonly faults?: readonly InputFault[];
}

/** An example of each refusal. A code without one does not compile. */
export const REFUSALS: Readonly<Record<ErrorCode, Refusal>> = {
  not_found: { message: 'Not Found' },
  claims_missing: {
    message: 'The access token is valid but does not say who calls. Use an access token of WSO2 Identity Server.',
    faults: [{ path: 'client_id', got: 'nothing', expected: 'the client id, here or in azp' }],
  },
  not_an_access_token: {
    message:
      'The token is a subject token, with which an access token is asked for. Exchange it at WSO2 Identity Server, and send the access token.',
    faults: [
      { path: 'may_act', got: 'a claim of subject tokens', expected: 'no such claim, as in every access token' },
    ],
  },
  media_type_unsupported: {
    message: 'The request body is not declared as JSON. Send the header "content-type: application/json".',
  },
  body_missing: { message: 'The request has no body. Send a JSON object.' },
  body_too_large: { message: 'The request body has 40000 bytes. Send at most 32768.' },
  body_not_json: { message: 'The request body is not JSON. Send a JSON object in UTF-8.' },
  body_invalid: {
    message: 'The request body has 1 fault. Correct what is listed and try again.',
    faults: [{ path: 'body', got: 'an array of 0', expected: 'an object' }],
  },
};

/** The codes of a route that wants a token. */
export const CALLER_CODES = ['claims_missing', 'not_an_access_token'] as const satisfies readonly ErrorCode[];

/** The codes of a route that reads a body. */
export const BODY_CODES = [
  'body_missing',
  'body_not_json',
  'body_invalid',
  'body_too_large',
  'media_type_unsupported',
] as const satisfies readonly ErrorCode[];

const CODES = Object.keys(STATUS_OF) as ErrorCode[];

/** The body of every answer of the function that is not 200. */
export const Fault = v.strictObject({
  message: v.pipe(v.string(), v.description('Sentences for a person: what is wrong, and what to do')),
  code: v.pipe(
    v.picklist([...CODES, 'internal_error']),
    v.description('For programs to branch on: a code keeps its meaning'),
  ),
  faults: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          path: v.pipe(v.string(), v.description('The place: body.pieces[0].weightKg, or the name of a claim')),
          got: v.pipe(v.string(), v.description('The value found there, shortened')),
          expected: v.pipe(v.string(), v.description('The value that belongs there')),
        }),
      ),
      v.description('Every fault found'),
    ),
  ),
  requestId: v.pipe(v.string(), v.description("API Gateway's id of the request, the header apigw-requestid")),
});

export type Fault = v.InferOutput<typeof Fault>;
