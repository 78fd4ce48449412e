package main

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/cli"
	"github.com/service-catalogue/sc/pkg/explain"
	"github.com/service-catalogue/sc/pkg/lang"
)

// TestPagesNameRealCommands: each command of sc that a page of sc explain advises is
// there, with its flags.
func TestPagesNameRealCommands(t *testing.T) {
	t.Parallel()
	known := &manual{t: t, pages: map[string]string{}}
	for _, l := range []lang.Language{lang.English, lang.Chinese} {
		for _, p := range explain.All(l) {
			for _, command := range commandsOf(p.Text) {
				if fault := known.fault(command); fault != "" {
					t.Errorf("%s %s: sc %s: %s", l, p.Code, command, fault)
				}
			}
		}
	}
}

// inPage finds commands of sc in quotes and in examples; global flags before the
// command are left out.
var inPage = regexp.MustCompile(`(?m)(?:["“]|^    \$ (?:[A-Z_]+=\S+ )?)sc (?:--lang zh |-C \S+ )?([a-z][^"”#|\n]*)`)

func commandsOf(text string) []string {
	var all []string
	for _, m := range inPage.FindAllStringSubmatch(text, -1) {
		all = append(all, strings.TrimSpace(m[1]))
	}
	return all
}

// manual is what sc says of its commands.
type manual struct {
	t     *testing.T
	pages map[string]string
}

func (m *manual) help(path []string) string {
	key := strings.Join(path, " ")
	if page, ok := m.pages[key]; ok {
		return page
	}
	env := testEnv(append(slices.Clone(path), "--help"), append(os.Environ(), hermetic(m.t.TempDir())...))
	var out, said strings.Builder
	env.Out, env.Err, env.In, env.Dir = &out, &said, strings.NewReader(""), m.t.TempDir()
	if code := cli.Run(context.Background(), env); code != 0 {
		m.t.Fatalf("sc %s --help: exit %d: %s", key, code, said.String())
	}
	m.pages[key] = out.String()
	return m.pages[key]
}

// fault says what is wrong with a command, nothing if it could be given so.
func (m *manual) fault(command string) string {
	words := strings.Fields(command)
	var path []string
	for _, w := range words {
		if !regexp.MustCompile(`^[a-z][a-z-]*$`).MatchString(w) {
			break
		}
		path = append(path, w)
	}
	page := m.help(path)
	_, usage, _ := strings.Cut(page, "Usage:\n  sc")
	usage, _, _ = strings.Cut(usage, "\n")
	is := 0
	for is < len(path) && strings.HasPrefix(usage+" ", " "+strings.Join(path[:is+1], " ")+" ") {
		is++
	}
	if is == 0 || is < len(path) && strings.HasSuffix(usage, "COMMAND") {
		return "there is no such command"
	}
	for _, w := range words[is:] {
		flag, _, _ := strings.Cut(strings.TrimRight(w, "…,"), "=")
		if strings.HasPrefix(flag, "-") && !regexp.MustCompile(`(^|\s)`+regexp.QuoteMeta(flag)+`[\s,\[=]`).MatchString(page) {
			return "it has no flag " + flag
		}
	}
	return ""
}

func TestFaultsOfCommandsAreFound(t *testing.T) {
	m := &manual{t: t, pages: map[string]string{}}
	for command, want := range map[string]string{
		"approve 14 …":               "",
		"person key add ID --key X":  "",
		"schema show service":        "",
		"note ID -m TEXT":            "",
		"aprove 14":                  "there is no such command",
		"person keys":                "there is no such command",
		"approve 14 --reason X":      "it has no flag --reason",
		"verify --head=main -x":      "it has no flag -x",
		"correct 14 --set words=new": "",
	} {
		if got := m.fault(command); got != want {
			t.Errorf("sc %s: got %q, want %q", command, got, want)
		}
	}
	text := "- Run \"sc verify --full\" or “sc trust pin ID”.\n\n    $ SC_SIGNINGKEY=k sc approve 14        # why\n    $ sc --lang zh publish --yes\n    sc: refused\n"
	if got, want := commandsOf(text), []string{"verify --full", "trust pin ID", "approve 14", "publish --yes"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
