import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/**
 * One JSON line per request. HTTP APIs keep no other log and no trace of a refusal, so it holds what explains a 401:
 * the authorizer's own words, and who the caller was where the token could be verified. It never holds the token.
 *
 * @param clientCertificates whether clients have certificates, whose owner and issuer it then names
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function accessLogFormat(clientCertificates: boolean): AccessLogFormat {
  return AccessLogFormat.custom(
    JSON.stringify({
      requestId: AccessLogField.contextRequestId(),
      requestTime: AccessLogField.contextRequestTime(),
      ip: AccessLogField.contextIdentitySourceIp(),
      userAgent: AccessLogField.contextIdentityUserAgent(),
      method: AccessLogField.contextHttpMethod(),
      path: AccessLogField.contextPath(),
      routeKey: AccessLogField.contextRouteKey(),
      status: AccessLogField.contextStatus(),
      authorizerError: AccessLogField.contextAuthorizerError(),
      clientId: AccessLogField.contextAuthorizerClaims('client_id'),
      // WSO2 IS before 6.0 issues no client_id; azp holds the client id in every version.
      azp: AccessLogField.contextAuthorizerClaims('azp'),
      subject: AccessLogField.contextAuthorizerClaims('sub'),
      ...(clientCertificates && CLIENT_CERTIFICATE),
      errorMessage: AccessLogField.contextErrorMessage(),
      errorType: AccessLogField.contextErrorResponseType(),
      integrationError: AccessLogField.contextIntegrationErrorMessage(),
      integrationStatus: AccessLogField.contextIntegrationStatus(),
      integrationLatency: AccessLogField.contextIntegrationLatency(),
      responseLatency: AccessLogField.contextResponseLatency(),
      responseLength: AccessLogField.contextResponseLength(),
    }),
  );
}

/** The fields that tell whose certificate a client had. The certificate itself would be 2 KB in each line. */
const CLIENT_CERTIFICATE = {
  clientCertSubject: '$context.identity.clientCert.subjectDN',
  clientCertIssuer: '$context.identity.clientCert.issuerDN',
  clientCertSerialNumber: '$context.identity.clientCert.serialNumber',
  clientCertNotAfter: '$context.identity.clientCert.validity.notAfter',
};
