package signature

import (
	"context"
	"fmt"
	"os/exec"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// defaultKey runs the DefaultKeyCommand, without a shell as Git does, and gives
// the first line that is a key; "" where no command is set or it prints none.
func (s Settings) defaultKey(ctx context.Context) (string, error) {
	args := splitCommand(s.DefaultKeyCommand)
	if len(args) == 0 {
		return "", nil
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env, cmd.Dir = s.Env, s.Dir
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return "", fmt.Errorf("ask for the default key: %w", ctx.Err())
	}
	if err != nil {
		return "", &finding.Fault{
			Message: finding.Say("the command of gpg.ssh.defaultKeyCommand fails: %s", args[0]),
			Hint:    finding.Say("correct it, or name the key: git config sc.signingkey FILE"),
			Cause:   err,
		}
	}
	for line := range strings.Lines(string(out)) {
		if key, ok := literal(strings.TrimRight(line, "\r\n")); ok {
			return key, nil
		}
	}
	return "", nil
}

// splitCommand splits a command line at blanks as Git does: quotes of both kinds
// group, a backslash takes the next character as it is outside single quotes.
func splitCommand(line string) []string {
	var args []string
	var word strings.Builder
	quote, started, escaped := rune(0), false, false
	for _, r := range line {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, started = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, started = r, true
		case r == ' ' || r == '\t' || r == '\n':
			if started {
				args = append(args, word.String())
				word.Reset()
			}
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if started {
		args = append(args, word.String())
	}
	return args
}
