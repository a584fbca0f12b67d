/*
 * The parts of oidc-provider that the issuer is made of, from the package's folders: its entry point warns on the console
 * of Node 20, under which they work, and does not export the memory adapter, which warns when it is used by default.
 */

// biome-ignore lint/style/noRestrictedImports: a folder of the package, not the project's lib
export { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
// biome-ignore lint/style/noRestrictedImports: a folder of the package, not the project's lib
export { base as defaultPolicy } from 'oidc-provider/lib/helpers/interaction_policy/index.js';
// biome-ignore lint/style/noRestrictedImports: a folder of the package, not the project's lib
export * from 'oidc-provider/lib/provider.js';
