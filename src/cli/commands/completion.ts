import { command } from '../command.ts';

export const completion = command({
  name: 'completion',
  arguments: { '<shell>': 'bash, zsh or fish', '[words...]': 'for the script itself: what was typed so far' },
  summary: 'print a completion script for a shell',
  examples: ['completion bash >> ~/.bashrc', 'completion fish > ~/.config/fish/completions/reproduce.fish'],
  options: [],
  async run([shell, ...words], _options, all) {
    const { candidates, scriptFor } = await import('../complete.ts');
    process.stdout.write(shell === 'words' ? `${(await candidates(words, all)).join('\n')}\n` : scriptFor(shell));
    return 0;
  },
});
