package cli

import (
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// placeholders stand in usages and examples for what a reader gives.
func (a *app) placeholders() map[string]string {
	word := a.say.Word
	return map[string]string{
		"CODE": word("CODE"), "COMMAND": word("COMMAND"), "COMMENT": word("COMMENT"), "DATE": word("DATE"), "DIR": word("DIR"), "EMAIL": word("EMAIL"), "ENTRY": word("ENTRY"),
		"FIELD": word("FIELD"), "FILE": word("FILE"), "ID": word("ID"), "KEY": word("KEY"), "KIND": word("KIND"), "MEETING": word("MEETING"),
		"NAME": word("NAME"), "PATH": word("PATH"), "PERSON": word("PERSON"), "REASON": word("REASON"), "REF": word("REF"), "REV": word("REV"),
		"ROLE": word("ROLE"), "RULE": word("RULE"), "SERVICE": word("SERVICE"), "TEXT": word("TEXT"), "TITLE": word("TITLE"), "URL": word("URL"),
		"VALUE": word("VALUE"), "VERSION": word("VERSION"), "WORDS": word("WORDS"), "YEAR": word("YEAR"),
	}
}

// placed is a command with its placeholders in the reader's language.
func (a *app) placed(text string) string {
	known := a.placeholders()
	var b strings.Builder
	for text != "" {
		word := text[:len(text)-len(strings.TrimLeftFunc(text, ofWord))]
		text = text[len(word):]
		other := text[:len(text)-len(strings.TrimLeftFunc(text, func(r rune) bool { return !ofWord(r) }))]
		text = text[len(other):]
		if said, ok := known[word]; ok {
			word = said
		}
		b.WriteString(word + other)
	}
	return b.String()
}

func ofWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// asksOnTerminal marks the commands that ask for what they were not told.
const asksOnTerminal = "asks on a terminal"

// asking are the annotations of a command that asks for what it was not told.
func asking() map[string]string { return map[string]string{asksOnTerminal: "yes"} }

// onTerminal says of a command that it asks there, nothing of the others.
func (a *app) onTerminal(c *cobra.Command) string {
	if c.Annotations[asksOnTerminal] == "" {
		return ""
	}
	return a.say.T("On a terminal, what is not given here is asked for.")
}

// flagRow is a flag as it is explained.
type flagRow struct{ short, name, text string }

// flagRows are the flags that are shown, in the reader's language.
func (a *app) flagRows(flags *pflag.FlagSet) []flagRow {
	var rows []flagRow
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		kind, text := pflag.UnquoteUsage(f)
		row := flagRow{name: "--" + f.Name + a.taken(f, kind), text: text}
		if f.Shorthand != "" {
			row.short = "-" + f.Shorthand + ", "
		}
		if !slices.Contains([]string{"", "false", "0", "[]", "0s"}, f.DefValue) {
			row.text = a.say.T("%s (default %s)", text, f.DefValue)
		}
		rows = append(rows, row)
	})
	return rows
}

// taken is what a flag takes, as it stands behind its name.
func (a *app) taken(f *pflag.Flag, kind string) string {
	if said, ok := map[string]string{
		"string": a.say.Word("string"), "stringArray": a.say.Word("stringArray"), "strings": a.say.Word("strings"),
		"int": a.say.Word("int"), "duration": a.say.Word("duration"),
	}[kind]; ok {
		kind = said
	}
	switch {
	case kind == "":
		return ""
	case f.NoOptDefVal != "":
		return "[=" + kind + "]"
	}
	return " " + kind
}
