/** Text made safe to stand in XML or HTML, between tags or in an attribute. */
export const escapeXml = (text: string): string =>
  text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);

export const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;
