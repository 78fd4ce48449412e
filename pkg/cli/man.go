package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/render"
)

// newMan writes the pages of the manual.
func newMan(a *app) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:     "man [COMMAND…]",
		Short:   a.say.T("Write the pages of the manual for man"),
		Long:    a.say.T("Writes the page of a command for man to standard output, or with -o the pages of all commands, in English and in Chinese, into a folder that man can be pointed to: man1 and zh_CN/man1. A package puts them below /usr/share/man. SOURCE_DATE_EPOCH sets their date."),
		Example: "  sc man approve | man -l -\n  sc man -o ~/.local/share/man",
	}
	c.Flags().StringVarP(&dir, "output", "o", "", a.say.T("write the pages of all commands below this folder"))
	return a.runs(c, arity{0, -1}, func(_ context.Context, args []string) error {
		if dir != "" {
			return a.writeManual(a.path(dir))
		}
		of, rest, err := c.Root().Find(args)
		if err != nil || len(rest) > 0 {
			return a.unknown(of, strings.Join(args, " "))
		}
		return a.manual(of).Write(a.Out)
	})
}

// writeManual writes the pages of all commands in both languages.
func (a *app) writeManual(dir string) error {
	for _, l := range []struct {
		language lang.Language
		folder   string
	}{{lang.English, "man1"}, {lang.Chinese, filepath.Join("zh_CN", "man1")}} {
		speaker := &app{Env: a.Env, say: lang.New(l.language), schemas: a.schemas}
		folder := filepath.Join(dir, l.folder)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return unwritten(folder, err)
		}
		// "git sc --help" asks man for git-sc.
		pages := map[string][]byte{"git-sc.1": []byte(".so man1/sc.1\n")}
		speaker.Name = "sc"
		root := newRoot(speaker)
		speaker.eachCommand(root, func(c *cobra.Command) {
			var page bytes.Buffer
			m := speaker.manual(c)
			if c.IsAvailableCommand() || c == root {
				_ = m.Write(&page) // memory takes all
				pages[m.Name+".1"] = page.Bytes()
			}
		})
		for _, name := range sortedNames(pages) {
			if err := os.WriteFile(filepath.Join(folder, name), pages[name], 0o644); err != nil {
				return unwritten(filepath.Join(folder, name), err)
			}
		}
		a.note(a.say.T("wrote %s pages to %s", len(pages), folder))
	}
	return nil
}

// manual is the page of a command.
func (a *app) manual(c *cobra.Command) render.Manual {
	t := a.say.T
	m := render.Manual{Name: pageName(c), Date: a.manualDate(), Version: a.Build.Version}
	part := func(heading string, text ...string) {
		m.Parts = append(m.Parts, render.ManualPart{Heading: heading, Text: text})
	}
	part(t("NAME"), m.Name+" - "+c.Short)
	usage := []string{c.UseLine()}
	if c.HasAvailableSubCommands() {
		usage = []string{c.CommandPath() + " " + t("COMMAND")}
	} else if asks := a.onTerminal(c); asks != "" {
		usage = append(usage, asks)
	}
	part(t("SYNOPSIS"), usage...)
	part(t("DESCRIPTION"), firstOf(c.Long, c.Short))
	if list := subcommands(c); len(list) > 0 {
		m.Parts = append(m.Parts, render.ManualPart{Heading: t("COMMANDS"), List: list})
	}
	flags := c.NonInheritedFlags()
	if list := a.flagList(flags); len(list) > 0 {
		m.Parts = append(m.Parts, render.ManualPart{Heading: t("OPTIONS"), List: list})
	}
	if c.Example != "" {
		m.Parts = append(m.Parts, render.ManualPart{Heading: t("EXAMPLES"), Examples: strings.Split(strings.TrimRight(a.placed(c.Example), "\n"), "\n")})
	}
	m.Parts = append(m.Parts, render.ManualPart{Heading: t("EXIT STATUS"), List: each(a.exitCodes(), func(e exitCode) [2]string {
		return [2]string{strconv.Itoa(e.code), e.text}
	})})
	if c.HasParent() {
		part(t("SEE ALSO"), pageName(c.Parent())+"(1)")
	} else {
		part(t("SEE ALSO"), "git(1), ssh-keygen(1)")
	}
	return m
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			return strings.TrimSpace(text)
		}
	}
	return ""
}

func pageName(c *cobra.Command) string {
	if !c.HasParent() {
		return c.Name()
	}
	return pageName(c.Parent()) + "-" + c.Name()
}

func subcommands(c *cobra.Command) [][2]string {
	var list [][2]string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			list = append(list, [2]string{pageName(sub) + "(1)", sub.Short})
		}
	}
	return list
}

// flagList are flags with what they do.
func (a *app) flagList(flags *pflag.FlagSet) [][2]string {
	return each(a.flagRows(flags), func(f flagRow) [2]string { return [2]string{f.short + f.name, f.text} })
}

// manualDate is the date of the pages: that of the release, where whoever builds it says
// so.
func (a *app) manualDate() string {
	if seconds, err := strconv.ParseInt(a.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC().Format(time.DateOnly)
	}
	return a.Now().Format(time.DateOnly)
}

// exitCode is one of the exit codes, with what it means.
type exitCode struct {
	code int
	text string
}

func (a *app) exitCodes() []exitCode {
	t := a.say.T
	return []exitCode{
		{exitDone, t("done")},
		{exitFindings, t("findings, violations or differences")},
		{exitCannotRun, t("could not run: usage, file, Git, network, or input needed off a terminal")},
		{exitRefused, t("refused by the procedure: role, state, segregation, gate")},
		{exitOvertaken, t("somebody else was first and retries are used up")},
		{exitCannotJudge, t("cannot judge")},
		{exitInterrupted, t("interrupted")},
	}
}
