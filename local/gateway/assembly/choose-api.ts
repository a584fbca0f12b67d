import { FaultError } from '../../fault';
import { readOrReason } from './not-emulated';
import type { Resource, Stack } from './stack';

/** The HTTP APIs of stacks. */
function httpApisIn(stacks: readonly Stack[]): Resource[] {
  return stacks
    .flatMap((stack) => stack.resourcesOf('AWS::ApiGatewayV2::Api'))
    .filter((api) => readOrReason(() => api.string('ProtocolType')) !== 'WEBSOCKET');
}

/**
 * The HTTP API to serve.
 *
 * @param folder - where the stacks were read from, for the error
 * @param wanted - as `STACK/LOGICALID`; undefined for the only one
 * @throws FaultError when there is none, none of that name, or more than one to choose from
 */
export function chooseApi(stacks: readonly Stack[], folder: string, wanted?: string): Resource {
  const apis = httpApisIn(stacks);
  const locations = apis.map(({ location }) => location);
  if (wanted !== undefined) {
    const found = apis.find(({ location }) => location === wanted);
    if (!found) {
      const meant = closest(wanted, locations);
      throw new FaultError({
        what: `HTTP API ${JSON.stringify(wanted)} in ${folder}`,
        got: 'no such API',
        expected: locations.length === 0 ? 'an API of the assembly, which has none' : `one of ${locations.join(', ')}`,
        fix: meant === undefined ? 'write --api STACK/LOGICALID' : `did you mean --api ${meant}?`,
      });
    }
    return found;
  }
  const [only, ...others] = apis;
  if (!only) {
    const names = stacks.map(({ artifact }) => artifact.name).join(', ');
    throw new FaultError({
      what: `Cloud assembly ${folder}`,
      got: names === '' ? 'no stack' : `no HTTP API in ${names}`,
      expected: 'a stack with an AWS::ApiGatewayV2::Api of protocol HTTP',
      fix: 'name the output folder of an app that has one',
    });
  }
  if (others.length > 0) {
    throw new FaultError({
      what: `Cloud assembly ${folder}`,
      got: `${apis.length} HTTP APIs: ${locations.join(', ')}`,
      expected: 'one, or to be told which',
      fix: `choose it with --api, for example --api ${only.location}`,
    });
  }
  return only;
}

/**
 * The location that somebody most likely meant: one that holds what was written, a construct's id without its hash for
 * one, or one that differs in a few letters.
 */
function closest(written: string, locations: readonly string[]): string | undefined {
  const sought = written.toLowerCase();
  const rated = locations
    .map((location) => {
      const known = location.toLowerCase();
      return { location, distance: sought !== '' && known.includes(sought) ? 0 : editDistance(sought, known) };
    })
    .sort((left, right) => left.distance - right.distance);
  const [best] = rated;
  return best && best.distance <= Math.max(2, Math.floor(written.length / 3)) ? best.location : undefined;
}

/** The number of letters to insert, delete or change to get from one text to another. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
