package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// The groups of commands in the help.
const (
	groupDaily = "daily"
	groupLook  = "look"
	groupCheck = "check"
	groupGive  = "give"
	groupSetUp = "setup"
)

// newRoot builds the tree of commands. A new command is one line here and one
// file beside this one.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Annotations:   map[string]string{cobra.CommandDisplayNameAnnotation: a.name()},
		Use:           "sc",
		Short:         a.say.T("Run a service catalogue by its procedure, in Git"),
		Long:          a.say.T("sc runs the service catalogue management procedure over YAML files in Git: a customer asks, the ops lead decides, the maintenance group designs, a meeting reviews, the ops lead signs and publishes. Each step is a signed commit, each version a signed tag."),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE:          a.unknownCommand,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	a.globalFlags(root)
	for _, g := range a.groups() {
		root.AddGroup(g.group)
		for _, c := range g.commands {
			c.GroupID = g.group.ID
			root.AddCommand(c)
		}
	}
	root.AddCommand(newExitCodes(a))
	if len(a.Args) > 0 && strings.HasPrefix(a.Args[0], cobra.ShellCompRequestCmd) {
		a.offerValues(root) // every other run is spared it
	}
	a.localise(root)
	return root
}

type commandGroup struct {
	group    *cobra.Group
	commands []*cobra.Command
}

func (a *app) groups() []commandGroup {
	return []commandGroup{
		{&cobra.Group{ID: groupDaily, Title: a.say.T("Daily steps:")}, []*cobra.Command{
			newRequest(a), newApprove(a), newReject(a), newClose(a), newWithdraw(a), newNote(a), newCorrect(a),
			newStep(a), newDesign(a), newPropose(a), newReview(a), newConfirm(a), newPublish(a), newShelve(a), newPeriodicReview(a), newSLA(a),
		}},
		{&cobra.Group{ID: groupLook, Title: a.say.T("Look:")}, []*cobra.Command{
			newStatus(a), newList(a), newShow(a), newSearch(a), newLog(a), newTrace(a), newDiff(a), newChangelog(a), newBreaking(a), newReport(a),
		}},
		{&cobra.Group{ID: groupCheck, Title: a.say.T("Check:")}, []*cobra.Command{
			newValidate(a), newFmt(a), newVerify(a), newProcedure(a), newAmend(a), newImprove(a), newSchema(a), newExplain(a),
		}},
		{&cobra.Group{ID: groupGive, Title: a.say.T("Give out and take in:")}, []*cobra.Command{
			newExport(a), newImport(a), newSite(a), newServe(a), newNotify(a), newAudit(a),
		}},
		{&cobra.Group{ID: groupSetUp, Title: a.say.T("Set up:")}, []*cobra.Command{
			newInit(a), newPerson(a), newDelegate(a), newKey(a), newRatify(a), newVoid(a), newRepair(a), newTrust(a), newSync(a), newHook(a), newDoctor(a), newDemo(a), newCompletion(a), newMan(a), newVersion(a),
		}},
	}
}

func (a *app) globalFlags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVarP(&a.flags.dir, "directory", "C", "", a.say.T("start in this folder"))
	f.StringVar(&a.flags.lang, "lang", "", a.say.T("language: en or zh"))
	f.BoolVar(&a.flags.json, "json", false, a.say.T("print JSON"))
	f.StringVar(&a.flags.jq, "jq", "", a.say.T("filter the JSON with a jq expression"))
	f.BoolVar(&a.flags.noPager, "no-pager", false, a.say.T("do not show long output page by page"))
	root.SetFlagErrorFunc(a.flagError)
}

// writing adds the flags that every writing command has.
func (a *app) writing(c *cobra.Command) *cobra.Command {
	f := c.Flags()
	f.BoolVarP(&a.flags.dryRun, "dry-run", "n", false, a.say.T("show what would be written; write nothing"))
	f.BoolVar(&a.flags.yes, "yes", false, a.say.T("do not ask before a step that cannot be taken back"))
	f.BoolVar(&a.flags.offline, "offline", false, a.say.T("keep it on this machine; \"sc sync\" shares it later"))
	f.BoolVar(&a.flags.withDrafts, "with-drafts", false, a.say.T("share commits of drafts that only this branch has, too"))
	f.StringVar(&a.flags.as, "as", "", a.say.T("the role to act in, among those you hold"))
	return c
}

func (a *app) unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	return a.unknown(c, args[0])
}

// unknown is the fault about a command that c does not have.
func (a *app) unknown(c *cobra.Command, name string) error {
	var known []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			known = append(known, sub.Name())
		}
	}
	message := finding.Say("there is no command %s", strings.TrimSpace(c.CommandPath()+" "+name))
	if near, ok := finding.Nearest(name, known); ok {
		return fault(message, finding.Say("did you mean \"%s %s\"?", c.CommandPath(), near))
	}
	return fault(message, finding.Say("\"%s --help\" lists the commands", c.CommandPath()))
}

// family makes a command that only holds others.
func (a *app) family(c *cobra.Command, sub ...*cobra.Command) *cobra.Command {
	c.Args = cobra.ArbitraryArgs
	c.RunE = a.unknownCommand
	c.AddCommand(sub...)
	return c
}

// do is what a command runs.
type do func(ctx context.Context, args []string) error

// runs gives a command what it does, its arguments counted first.
func (a *app) runs(c *cobra.Command, n arity, run do) *cobra.Command {
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) < n.least || n.most >= 0 && len(args) > n.most {
			return fault(finding.Say("wrong number of arguments"), finding.Say("usage: %s", c.UseLine()))
		}
		if !lang.Known(a.flags.lang) {
			return fault(finding.Say("there is no language %s", finding.Clip(a.flags.lang)), finding.Say("one of: %s", procedure.Names{string(lang.English), string(lang.Chinese)}))
		}
		if a.flags.jq != "" {
			if err := render.CheckJQ(a.flags.jq); err != nil { // before anything is written
				return err
			}
		}
		return run(c.Context(), args)
	}
	return c
}

// arity is how many arguments a command takes; most -1 is any number.
type arity struct{ least, most int }
