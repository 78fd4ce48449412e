package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

type doctorOptions struct{ network bool }

// newDoctor looks whether everything that sc needs is in order here.
func newDoctor(a *app) *cobra.Command {
	o := &doctorOptions{}
	c := &cobra.Command{
		Use:     "doctor",
		Short:   a.say.T("Check whether this machine and this clone are set up well"),
		Long:    a.say.T("Looks at git, the repository, the catalogue, your key and who it makes you, the pinned ledger, the hook, the settings, the clock, the language and the terminal: a line for each with ok, warn or fail, and what to do about it. It changes nothing. Other repositories are asked with --network only. Where there is no catalogue it says so, as a failure, and looks at the rest. It exits 1 if anything fails."),
		Example: "  sc doctor\n  sc doctor --network\n  sc doctor --json --jq '.[] | select(.state != \"ok\")'",
	}
	c.Flags().BoolVar(&o.network, "network", false, a.say.T("also ask whether the other repositories can be reached"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.doctor(ctx, o) })
}

// health is how a thing that was looked at is.
type health string

const (
	healthy health = "ok"
	ailing  health = "warn" // it works, but not as it should
	failing health = "fail" // commands will be refused or fail
)

// checkup is one thing that was looked at.
type checkup struct {
	check       string
	state       health
	found, hint finding.Sentence
}

type checkupJSON struct {
	Check string `json:"check"`
	State health `json:"state"`
	Found string `json:"found"`
	Hint  string `json:"hint,omitempty"`
}

func (a *app) doctor(ctx context.Context, o *doctorOptions) error {
	checks := a.checkups(ctx, o)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := a.show(a.doctorPage(checks)); err != nil {
		return err
	}
	if slices.ContainsFunc(checks, func(c checkup) bool { return c.state == failing }) {
		return quiet(exitFindings)
	}
	return nil
}

// checkups looks at one thing after the other; what rests on something that fails is
// left out.
func (a *app) checkups(ctx context.Context, o *doctorOptions) []checkup {
	checks := slices.Concat(a.checkGit(ctx), []checkup{a.checkLanguage(), a.checkTerminal()})
	repo, err := a.repository(ctx)
	if err != nil {
		none := checkup{"catalogue", failing, finding.Say("no catalogue is here"), finding.Say("\"sc init DIR\" begins one; \"sc demo\" plays with one")}
		return slices.Concat(checks, []checkup{ill("repository", failing, err), none}, a.checkPerson(ctx, plot{dir: a.dir()}))
	}
	checks = append(checks, checkRepository(repo))
	d, err := a.openIn(ctx, repo)
	if err != nil {
		return slices.Concat(checks, []checkup{ill("catalogue", failing, err)}, a.checkPerson(ctx, plot{dir: a.dir(), repo: repo}))
	}
	checks = append(checks, checkup{check: "catalogue", state: healthy, found: finding.Say("%s, on the branch %s", d.rules.Organisation, d.branch())})
	for _, look := range []func(context.Context) []checkup{d.checkSettings, d.checkKey, d.checkIdentity, d.checkTrust, d.checkNewest, d.checkStanding, d.checkHook, d.checkClock, d.checkCache} {
		checks = append(checks, look(ctx)...)
	}
	return append(checks, d.checkRemotes(ctx, o)...)
}

// ill is a checkup that found a fault.
func ill(check string, state health, err error) checkup {
	c := checkup{check: check, state: state, found: finding.Problem(err)}
	var no *procedure.Refusal
	var f *finding.Fault
	switch {
	case errors.As(err, &no):
		c.found, c.hint = no.Message, advice(no)
	case errors.As(err, &f):
		c.found, c.hint = f.Message, f.Hint
	}
	return c
}

func (a *app) doctorPage(checks []checkup) render.Page {
	section := render.Section{}
	values := make([]checkupJSON, len(checks))
	for i, c := range checks {
		found, hint := a.say.Say(c.found), a.say.Say(c.hint)
		values[i] = checkupJSON{c.check, c.state, found, hint}
		if a.Term.Out && hint != "" {
			found = strings.TrimSuffix(found, "。") + a.say.T("; ") + hint
			hint = ""
		}
		row := []any{a.stateCell(c.state), a.say.Word(c.check), found}
		if !a.Term.Out {
			row = []any{string(c.state), c.check, found, hint}
		}
		section.Rows = append(section.Rows, row)
	}
	return render.Page{Sections: []render.Section{section}, Value: values}
}

// stateCell is a state as people see it: what is not in order stands out.
func (a *app) stateCell(state health) any {
	word := a.say.Word(string(state))
	switch state {
	case failing:
		return render.Marked{Text: word, Look: render.Alarming}
	case ailing:
		return render.Marked{Text: word, Look: render.Warning}
	}
	return render.Marked{Text: word, Look: render.Fine}
}
