package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/service-catalogue/sc/pkg/explain"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/validator"
)

// TestReferenceIsTrue compares docs/reference/commands.md and docs/reference/codes.md,
// in both languages, with the tree of commands and the pages of sc explain. With
// SC_TEST_UPDATE=1 it writes them.
func TestReferenceIsTrue(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Language{lang.English, lang.Chinese} {
		a := &app{Env: Env{Args: []string{"--lang", string(l)}}, schemas: validator.New(), say: lang.New(l)}
		heads := referenceHeads()[l]
		sameFile(t, "commands"+heads.suffix, a.commandsPage(newRoot(a), heads))
		sameFile(t, "codes"+heads.suffix, codesPage(l, heads))
	}
}

func sameFile(t *testing.T, name, want string) {
	t.Helper()
	file := filepath.Join("..", "..", "docs", "reference", name)
	got, err := os.ReadFile(file)
	if os.Getenv("SC_TEST_UPDATE") == "1" {
		err = os.WriteFile(file, []byte(want), 0o644)
		got = []byte(want)
	}
	if err != nil || string(got) != want {
		t.Errorf("docs/reference/%s is stale (%v): SC_TEST_UPDATE=1 go test ./pkg/cli -run TestReferenceIsTrue", name, err)
	}
}

// heads are the words of the reference that the program itself does not say.
type heads struct {
	suffix, commands, codes, every, flag, meaning, more, code string
	kinds                                                     map[explain.Kind]string
}

func referenceHeads() map[lang.Language]heads {
	return map[lang.Language]heads{
		lang.English: {
			suffix: ".md",
			commands: "# Commands\n\n[中文](commands.zh.md)\n\nWhat `sc help` says of each command. A test compares this page with the program.\n" +
				"The exit codes: [codes.md](codes.md#exit-codes). How commands follow from the procedure: [procedure.md](../procedure.md).\n",
			codes: "# Codes and rules\n\n[中文](codes.zh.md)\n\nWhat `sc verify` and `sc validate` can say. `sc explain CODE` has the whole page of each: what it means, why it matters, how to put it right. A test compares this page with the program.\n",
			every: "Flags of every command", flag: "flag", meaning: "meaning", more: "More", code: "code",
			kinds: map[explain.Kind]string{explain.Violation: "Violations of the ledger", explain.Warning: "Warnings about a ledger that is good", explain.Rule: "Rules of files", explain.Exit: "Exit codes"},
		},
		lang.Chinese: {
			suffix: ".zh.md",
			commands: "# 命令\n\n[English](commands.md)\n\n各命令的说明，与 `sc help` 所示相同。有测试核对本页与程序是否一致。\n" +
				"退出码见 [codes.zh.md](codes.zh.md#退出码)；命令与程序条款的对应见 [procedure.md](../procedure.md)。\n",
			codes: "# 代码与规则\n\n[English](codes.md)\n\n`sc verify` 和 `sc validate` 可能报告的内容。`sc explain CODE` 有每一项的完整说明：是什么、为什么要紧、如何改正。有测试核对本页与程序是否一致。\n",
			every: "各命令通用的选项", flag: "选项", meaning: "含义", more: "其他", code: "代码",
			kinds: map[explain.Kind]string{explain.Violation: "账本的违规", explain.Warning: "账本合格时的警告", explain.Rule: "文件的规则", explain.Exit: "退出码"},
		},
	}
}

func (a *app) commandsPage(root *cobra.Command, h heads) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n## %s\n\n%s", h.commands, h.every, a.flagTable(root.PersistentFlags(), h))
	for _, g := range root.Groups() {
		fmt.Fprintf(&b, "\n## %s\n", strings.TrimRight(g.Title, ":："))
		for _, c := range root.Commands() {
			if c.GroupID == g.ID {
				a.writeCommand(&b, c, h)
			}
		}
	}
	fmt.Fprintf(&b, "\n## %s\n", h.more)
	for _, c := range root.Commands() {
		if c.GroupID == "" && c.Name() != "help" {
			a.writeCommand(&b, c, h)
		}
	}
	return b.String()
}

func (a *app) writeCommand(b *strings.Builder, c *cobra.Command, h heads) {
	if !c.IsAvailableCommand() {
		return
	}
	fmt.Fprintf(b, "\n### %s\n\n%s\n", c.CommandPath(), marked(strings.TrimSpace(cmp.Or(c.Long, c.Short))))
	if !c.HasAvailableSubCommands() {
		example := strings.ReplaceAll(strings.Trim("\n"+a.placed(c.Example), "\n"), "\n  ", "\n")
		fmt.Fprintf(b, "\n```text\n%s\n```\n", strings.TrimSpace(c.UseLine()+"\n\n"+strings.TrimSpace(example)))
		if asks := a.onTerminal(c); asks != "" {
			fmt.Fprintf(b, "\n%s\n", asks)
		}
	}
	flags := c.NonInheritedFlags()
	if table := a.flagTable(flags, h); table != "" {
		fmt.Fprintf(b, "\n%s", table)
	}
	for _, sub := range c.Commands() {
		a.writeCommand(b, sub, h)
	}
}

// flagTable are the flags of a command but for --help.
func (a *app) flagTable(flags *pflag.FlagSet, h heads) string {
	var b strings.Builder
	for _, f := range a.flagRows(flags) {
		if f.name != "--help" {
			fmt.Fprintf(&b, "| `%s` | %s |\n", f.short+f.name, strings.ReplaceAll(marked(f.text), "|", "\\|"))
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return fmt.Sprintf("| %s | %s |\n|---|---|\n%s", h.flag, h.meaning, b.String())
}

// marked is a text of the help as Markdown: nothing in it is mark-up.
func marked(text string) string {
	return strings.NewReplacer("<", "&lt;", ">", "&gt;", "*", `\*`, "_", `\_`, "[", `\[`, "`", "\\`").Replace(text)
}

func codesPage(l lang.Language, h heads) string {
	var b strings.Builder
	b.WriteString(h.codes)
	for _, kind := range explain.Kinds() {
		fmt.Fprintf(&b, "\n## %s\n\n| %s | %s |\n|---|---|\n", h.kinds[kind], h.code, h.meaning)
		for _, p := range explain.All(l) {
			if explain.KindOf(p.Code) == kind {
				fmt.Fprintf(&b, "| `%s` | %s |\n", p.Code, strings.ReplaceAll(marked(p.Title), "|", "\\|"))
			}
		}
	}
	return b.String()
}
