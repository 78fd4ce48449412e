package cli

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/render"
)

// screen is where this run shows its pages.
func (a *app) screen() render.Screen {
	return render.Screen{Out: a.Out, Say: a.say, Terminal: a.Term.Out, Width: a.Term.Width, Now: a.Now(), Colour: a.colour()}
}

// show writes a page as the flags ask for it.
func (a *app) show(p render.Page) error {
	switch {
	case a.flags.jq != "":
		return a.query(p.Value)
	case a.flags.json:
		return render.JSON(a.Out, p.Value)
	}
	return a.paged(func(out io.Writer) error {
		s := a.screen()
		s.Out = out
		return s.Show(p)
	})
}

// query writes what --jq asks of a value. A text goes out as it is, but to a terminal.
func (a *app) query(value any) error {
	if a.Term.Out {
		return render.JQ(plain.Cleaned(a.Out), a.flags.jq, value)
	}
	return render.JQ(a.Out, a.flags.jq, value)
}

// dir is the folder the command works in.
func (a *app) dir() string { return a.path(a.flags.dir) }

// path is a file as the user named it, from the folder the program started in.
func (a *app) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(a.Dir, name)
}

// talk writes to the person, not to the data.
func (a *app) talk(format string, args ...any) { fmt.Fprintf(a.Err, format, args...) }

// remark tells what a person should know before something is written. What was
// just told is not told again when a command has to begin anew.
func (a *app) remark(lines []string) {
	if slices.Equal(lines, a.remarked) {
		return
	}
	for _, l := range lines {
		a.note(l)
	}
	a.remarked, a.agreed = lines, "" // what was agreed to is no longer what was said
}

// note tells something on a line of its own.
func (a *app) note(text string) { fmt.Fprintln(a.Err, a.folded(a.tame(text))) }

// progress shows how far a piece of work has come, to a person at a terminal.
func (a *app) progress(what, unit finding.Sentence) *render.Progress {
	if !a.Term.Err || !a.Term.Draws {
		return nil
	}
	return render.NewProgress(a.Err, a.say.Say(what), a.say.Say(unit))
}

// folded is a text for the person, broken between words where they read it on a
// terminal.
func (a *app) folded(text string) string {
	if !a.Term.Err {
		return text
	}
	return render.Fold(text, a.Term.Width)
}

// tame makes a text safe to be shown. In GitHub Actions a line that begins with two
// colons is a command, and a file may bear such a name.
func (a *app) tame(text string) string {
	lines := strings.Split(plain.CleanLines(text), "\n")
	for i, line := range lines {
		begin := strings.TrimSpace(line)
		if a.Getenv("GITHUB_ACTIONS") == "true" && (strings.HasPrefix(begin, "::") || strings.Contains(line, "##[")) {
			lines[i] = "| " + strings.ReplaceAll(line, "##[", "## [")
		}
	}
	return strings.Join(lines, "\n")
}

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
