import { MetricUnit } from '@aws-lambda-powertools/metrics';
import * as v from 'valibot';
import { createS3Store, createSourceFetch, MirrorRefusal, publishMirror } from '../../mirror';
import { logger, metrics } from '../telemetry';
import { settings } from './settings';

const { bucket, ca, issuer, kids } = settings(
  v.object({
    issuer: v.string(),
    bucket: v.string(),
    /** PEM. */
    ca: v.optional(v.string()),
    kids: v.optional(v.array(v.string())),
  }),
);
const store = createS3Store(bucket);
const fetchDocument = createSourceFetch({ ca });

/**
 * One run of the mirror, by schedule or at a deployment. Counts `MirrorRun` where it ended well, `MirrorRefused` where it published
 * nothing, `MirrorChanged` where it is about to publish other keys.
 *
 * @throws MirrorRefusal with the reasons, which fail a deployment
 */
export async function handler(): Promise<void> {
  try {
    const { written, keys } = await publishMirror({
      issuer,
      kids,
      fetchDocument,
      store,
      onChange({ added, removed }, leftOut) {
        metrics.addMetric('MirrorChanged', MetricUnit.Count, 1);
        logger.warn('Key set changes', { issuer, added, removed, leftOut });
      },
    });
    metrics.addMetric('MirrorRun', MetricUnit.Count, 1);
    logger.info('Mirrored', { issuer, keys, written });
  } catch (error) {
    metrics.addMetric('MirrorRefused', MetricUnit.Count, 1);
    logger.error('Refused', error instanceof MirrorRefusal ? { issuer, faults: error.faults } : { issuer, error });
    throw error;
  } finally {
    metrics.publishStoredMetrics();
  }
}
