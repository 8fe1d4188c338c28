import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The faces a report is set in: Latin, Greek, Cyrillic, Devanagari; Arabic; Hebrew; Chinese and kana; emoji; code. */
const FACES = {
  'noto-sans': ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'],
  'noto-sans-arabic': ['400Regular', '700Bold'],
  'noto-sans-hebrew': ['400Regular', '700Bold'],
  'noto-sans-sc': ['400Regular', '700Bold'],
  'noto-emoji': ['400Regular'],
  'jetbrains-mono': ['400Regular', '700Bold'],
} as const;

/** Folders with the TTF files, from the installed font packages. */
export function fontFolders(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return Object.entries(FACES).flatMap(([name, faces]) => {
    const root = dirname(resolve(`@expo-google-fonts/${name}/package.json`));
    return faces.map((face) => join(root, face));
  });
}
