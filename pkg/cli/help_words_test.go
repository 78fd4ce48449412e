package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/validator"
)

// TestHelpInChinese: no placeholder and no kind of a value is left in English.
func TestHelpInChinese(t *testing.T) {
	t.Parallel()
	a := &app{Env: Env{Args: []string{"--lang", "zh"}}, schemas: validator.New(), say: lang.New(lang.Chinese)}
	root := newRoot(a)
	a.eachCommand(root, func(c *cobra.Command) {
		texts := []string{c.Use, c.Short, c.Long, a.placed(c.Example)}
		for _, row := range a.flagRows(c.Flags()) {
			texts = append(texts, row.name, row.text)
		}
		for _, word := range strings.FieldsFunc(strings.Join(texts, " "), func(r rune) bool { return !ofWord(r) }) {
			if _, english := a.placeholders()[word]; english || word == "stringArray" {
				t.Errorf("sc %s: %s stands in the help in Chinese", c.CommandPath(), word)
			}
		}
	})
}

func TestPlaced(t *testing.T) {
	t.Parallel()
	a := &app{say: lang.New(lang.Chinese)}
	for text, want := range map[string]string{
		"person add ID --key FILE.pub": "person add 编号 --key 文件.pub",
		"explain [CODE|RULE]…":         "explain [代码|规则]…",
		"show SLR-2026-0012 W_REV ids": "show SLR-2026-0012 W_REV ids",
	} {
		if got := a.placed(text); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
