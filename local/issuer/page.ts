/** A page for people. Says on each that this is not the real thing. */
export function page(title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · the stand-in</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 3rem auto; padding: 0 1rem }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; margin: .5rem 0 }
aside { border-left: .25rem solid #f90; padding-left: .75rem }
</style>
</head>
<body>
<aside>Local issuer: a stand-in for WSO2 Identity Server on this computer. Its users are in
<code>local/issuer/directory.ts</code>.</aside>
<h1>${escapeHtml(title)}</h1>
${content}
</body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
