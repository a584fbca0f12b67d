/** An environment whose issuer has a mirror, for a mock of the configuration. Its issuer comes with `-c issuer`. */
export const mirrored = {
  account: '111111111111',
  region: 'eu-west-1',
  issuer: 'https://id.example.com/oauth2/token',
  clientIds: ['client'],
  issuerMirror: {
    certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/id',
    vpc: { id: 'vpc-01234567', subnetIds: ['subnet-01234567'], securityGroupIds: ['sg-01234567'] },
    kids: ['one_RS256', 'two_RS256'],
  },
};

/** The flags that choose it. */
export const MIRRORED = ['-c', 'env=mirrored', '-c', 'issuer=https://id.example.com/oauth2/token'] as const;
