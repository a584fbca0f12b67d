/** `GET /health`: the function starts and answers. It asks nothing else, so a probe sees the function and no dependency. */
export function health(): { readonly status: 'ok' } {
  return { status: 'ok' };
}
