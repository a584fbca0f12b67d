/** An HTTP status and a body. */
export type FakeAnswer = readonly [status: number, body: string];

/** A result of AWS's query protocol. */
export function xmlResult(action: string, result: string): FakeAnswer {
  return [
    200,
    `<${action}Response><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`,
  ];
}

/** An error of AWS's query protocol. */
export function xmlError(status: number, code: string, message: string): FakeAnswer {
  return [
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  ];
}
