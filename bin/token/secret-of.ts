import type { Config } from '../../lib/config/types';
import { readClientSecret } from '../support/client-secret';
import type { CommandIo } from '../support/command';
import { readLaptopFile } from '../support/laptop-file';
import { promptSecret } from '../support/prompt';

/**
 * The secret of a client: from WSO2_CLIENT_SECRET, from what `npm run register` left, from the running stand-in for its
 * own clients, or else typed unseen.
 *
 * @throws CommandError when none of them has it
 */
export async function secretOf(clientId: string, { environment }: Config, io: CommandIo): Promise<string> {
  const { issuer, laptopOnly } = environment;
  const standIn = laptopOnly ? readLaptopFile(io.root, issuer) : undefined;
  return (
    io.env['WSO2_CLIENT_SECRET'] ||
    readClientSecret(io.root, { issuer, clientId }) ||
    standIn?.clients.find(({ id }) => id === clientId)?.secret ||
    promptSecret(
      `the secret of the client ${clientId}`,
      `set WSO2_CLIENT_SECRET, or run npm run register${laptopOnly ? ', or start the stand-in with npm start' : ''}`,
      io,
    )
  );
}
