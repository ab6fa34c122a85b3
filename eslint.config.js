import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'node_modules/', 'client/generated/', '**/*.mjs', '*.js', '**/*.cjs'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.web.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // type-graphql's decorators want classes that hold nothing but fields.
      '@typescript-eslint/no-extraneous-class': 'off',
      // Numeric bit work on media and protocol bytes reads best with the index asserted where the length was checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': [
        'error',
        {
          // `select id::text … order by id` sorts the text, 10 before 9: the output's name wins over the column's.
          selector: 'TemplateElement[value.raw=/select[^]*\\w::text\\s*(,|from\\b)/i]',
          message: 'Name what a cast answers (`id::text as id_text`): `order by` would mean the text.',
        },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  // The command line and the scripts are the two places whose output is a terminal.
  { files: ['cli/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
);
