package finding

import (
	"fmt"
	"strconv"
)

// Sentence is something said to a person: an English format, which is also its
// key in every other language, and the values that fill its %s verbs. Numbers
// become plain decimal strings, so that 2026 never reads "2,026".
type Sentence struct {
	Format string
	Args   []any
}

// Say makes a Sentence. The format is a constant with %s (or %q) verbs only; an
// argument may itself be a Sentence, or any value that package lang can name.
func Say(format string, args ...any) Sentence {
	kept := make([]any, len(args))
	for i, a := range args {
		kept[i] = plain(a)
	}
	return Sentence{Format: format, Args: kept}
}

// String is the English text.
func (s Sentence) String() string {
	if len(s.Args) == 0 {
		return s.Format
	}
	return fmt.Sprintf(s.Format, s.Args...)
}

// IsZero reports whether nothing is said.
func (s Sentence) IsZero() bool { return s.Format == "" }

func plain(a any) any {
	switch v := a.(type) {
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case error:
		return Problem(v)
	}
	return a
}

// Clip is a text cut to at most 40 characters, to be told in a sentence.
func Clip(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}
