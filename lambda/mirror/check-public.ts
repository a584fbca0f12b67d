import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { checkPublic, createPublicFetch, MirrorRefusal } from '../../mirror';
import { logger } from '../telemetry';
import { settings } from './settings';

const { issuer } = settings(v.object({ issuer: v.string() }));

/** In milliseconds: a name that is new is not known everywhere at once, and a distribution is slow the first time. */
const PAUSES = [2_000, 5_000, 10_000, 20_000];

/**
 * Looks at both public documents as API Gateway will, from outside the VPC, before the authorizer is created. It asks up to five
 * times, in 37 seconds and the time of the answers.
 *
 * @throws MirrorRefusal with every fault of the last look, which fails the deployment
 */
export async function handler(): Promise<void> {
  for (const pause of [...PAUSES, undefined]) {
    try {
      await checkPublic(issuer, createPublicFetch());
      logger.info('Public documents are right', { issuer });
      return;
    } catch (error) {
      logger.warn('Public documents are not right', {
        issuer,
        ...(error instanceof MirrorRefusal && { faults: error.faults }),
      });
      if (pause === undefined) {
        throw error;
      }
    }
    await setTimeout(pause);
  }
}
