package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"text/template"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// localise puts cobra's own words into the reader's language.
func (a *app) localise(root *cobra.Command) {
	t := a.say.T
	usage := a.usage()
	root.SetUsageFunc(func(c *cobra.Command) error { return usage.Execute(c.OutOrStderr(), c) })
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		text := a.helpFolded(strings.TrimSpace(cmp.Or(c.Long, c.Short)))
		fmt.Fprintf(c.OutOrStdout(), "%s\n\n%s", text, c.UsageString())
	})
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			c.Short, c.Long = t("Help about a command"), t("Help about a command")
		}
	}
	a.eachCommand(root, func(c *cobra.Command) {
		c.InitDefaultHelpFlag()
		c.DisableFlagsInUseLine = true
		c.Flags().Lookup("help").Usage = t("help for this command")
		c.Use = a.placed(c.Use)
	})
}

// usage is the template of a command's usage, with words of its own: those that
// cobra keeps are the whole process's.
func (a *app) usage() *template.Template {
	words := template.FuncMap{
		"t": a.say.Word,
		"list": func(name string, width int, text string) string {
			return render.Hang("  "+fmt.Sprintf("%-*s", width, name)+" ", text, a.helpWidth())
		},
		"flags":   a.flagLines,
		"asks":    func(c *cobra.Command) string { return a.helpFolded(a.onTerminal(c)) },
		"example": func(text string) string { return strings.ReplaceAll(a.placed(text), "  sc ", "  "+a.name()+" ") },
	}
	return template.Must(template.New("usage").Funcs(words).Parse(usageTemplate))
}

// flagLines explain flags, each on a line of its own.
func (a *app) flagLines(flags *pflag.FlagSet) string {
	return render.Flags(each(a.flagRows(flags), func(f flagRow) [2]string {
		return [2]string{fmt.Sprintf("%4s", f.short) + f.name, f.text}
	}), a.helpWidth())
}

// helpReadable is the most columns that help is folded to, however wide the terminal.
const helpReadable = 100

// helpWidth is how wide help is: as it was written where nobody reads it on a terminal.
func (a *app) helpWidth() int { return min(a.width(), helpReadable) }

func (a *app) helpFolded(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = render.Fold(line, a.helpWidth())
	}
	return strings.Join(lines, "\n")
}

func (a *app) eachCommand(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, sub := range c.Commands() {
		a.eachCommand(sub, do)
	}
}

const usageTemplate = `{{t "Usage:"}}
  {{if .HasAvailableSubCommands}}{{.CommandPath}} {{t "COMMAND"}}{{else}}{{.UseLine}}{{end}}{{with asks .}}

{{.}}{{end}}{{if .HasExample}}

{{t "Examples:"}}
{{example .Example}}{{end}}{{if .HasAvailableSubCommands}}{{$cmds := .Commands}}{{range $group := .Groups}}

{{.Title}}{{range $cmds}}{{if (and (eq .GroupID $group.ID) .IsAvailableCommand)}}
{{list .Name .NamePadding .Short}}{{end}}{{end}}{{end}}{{if not .AllChildCommandsHaveGroup}}

{{t "More:"}}{{range $cmds}}{{if (and (eq .GroupID "") .IsAvailableCommand)}}
{{list .Name .NamePadding .Short}}{{end}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

{{t "Flags:"}}
{{flags .LocalFlags}}{{end}}{{if .HasAvailableInheritedFlags}}

{{t "Flags of every command:"}}
{{flags .InheritedFlags}}{{end}}

{{t "Exit status: \"sc exit-codes\" lists them."}}
`

// flagError says in the reader's language what is wrong with a flag.
func (a *app) flagError(c *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	help := finding.Say("\"%s --help\" lists the flags", c.CommandPath())
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if near, ok := finding.Nearest(name, flagNames(c)); ok && len(name) > 1 {
			help = finding.Say("did you mean --%s?", near)
		}
		return fault(finding.Say("there is no flag %s", dashed(name)), help)
	case errors.As(err, &missing):
		return fault(finding.Say("the flag %s needs a value", dashed(missing.GetSpecifiedName())), help)
	case errors.As(err, &invalid):
		return fault(finding.Say("the flag %s cannot take %s", dashed(invalid.GetFlag().Name), invalid.GetValue()), help)
	case errors.Is(err, pflag.ErrHelp):
		return err
	}
	return fault(finding.Say("the flags cannot be read: %s", err), help)
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func flagNames(c *cobra.Command) []string {
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

func newExitCodes(a *app) *cobra.Command {
	t := a.say.T
	var lines []string
	for _, c := range a.exitCodes() {
		lines = append(lines, fmt.Sprintf("%d\t%s", c.code, c.text))
	}
	c := &cobra.Command{
		Use:   "exit-codes",
		Short: t("What the exit codes mean"),
	}
	return a.runs(c, arity{0, 0}, func(context.Context, []string) error {
		_, err := fmt.Fprintln(a.Out, strings.Join(lines, "\n"))
		return err
	})
}
