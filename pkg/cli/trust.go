package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// newTrust is the reader's own side: which ledger they trust here, and how far
// they saw it.
func newTrust(a *app) *cobra.Command {
	show := a.runs(&cobra.Command{
		Use:     "show",
		Short:   a.say.T("Show which ledger you trust here, and since when"),
		Long:    a.say.T("Shows the pinned ledger of this repository, how the pin came, and the checkpoint: how far the history was found good. Both lie in your own folder, never in the repository."),
		Example: "  sc trust show\n  sc trust show --jq .pin.id",
	}, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.trustShow(ctx) })
	pin := a.runs(a.keeping(&cobra.Command{
		Use:     "pin ID",
		Short:   a.say.T("Trust this ledger and no other here"),
		Long:    a.say.T("Pins the ledger whose id its owner told you, on a way that does not lead through the repository. A later entry may follow, so that no older history passes either. Another pin is replaced after a question; its checkpoint goes with it."),
		Example: "  sc trust pin sha256:…\n  sc trust pin sha256:…@12:sha256:…",
	}), arity{1, 1}, a.trustPin)
	forget := a.runs(a.keeping(&cobra.Command{
		Use:     "forget",
		Short:   a.say.T("Forget the pin and what was seen here"),
		Long:    a.say.T("Forgets the pinned ledger and the checkpoint of this repository: what comes next is trusted on first use. Do so only where its owner confirms that the history was begun anew or set back."),
		Example: "  sc trust forget --yes",
	}), arity{0, 0}, func(ctx context.Context, _ []string) error { return a.trustForget(ctx) })
	return a.family(&cobra.Command{Use: "trust", Short: a.say.T("Show or change which ledger you trust")}, show, pin, forget)
}

// keeping adds the flags of a command that changes what the reader keeps.
func (a *app) keeping(c *cobra.Command) *cobra.Command {
	f := c.Flags()
	f.BoolVarP(&a.flags.dryRun, "dry-run", "n", false, a.say.T("show what would be written; write nothing"))
	f.BoolVar(&a.flags.yes, "yes", false, a.say.T("do not ask before a step that cannot be taken back"))
	return c
}

// hereStore is the reader's file about the repository that the command stands in.
func (a *app) hereStore(ctx context.Context) (*trustStore, error) {
	repo, err := a.repository(ctx)
	if err != nil {
		return nil, err
	}
	return a.trustStore(repo)
}

// here is that file and what it holds.
func (a *app) here(ctx context.Context) (*trustStore, keptTrust, error) {
	store, err := a.hereStore(ctx)
	if err != nil {
		return nil, keptTrust{}, err
	}
	kept, err := store.load()
	return store, kept, err
}

func (a *app) trustShow(ctx context.Context) error {
	store, kept, err := a.here(ctx)
	if err != nil {
		return err
	}
	return a.show(a.trustPage(store, kept))
}

func (a *app) trustPin(ctx context.Context, args []string) error {
	pin, err := pinOf(args[0])
	if err != nil {
		return err
	}
	store, kept, err := a.here(ctx)
	if err != nil {
		return err
	}
	if kept.Pin != nil && kept.pin().Ledger != pin.Ledger {
		if err := a.askable(); err != nil {
			return fault(finding.Say("another ledger is pinned here, which this would replace: %s", string(kept.pin().Ledger)), finding.Say("add --yes"))
		}
		if err := a.confirm(ctx, a.say.T("trust another ledger here than %s?", string(kept.pin().Ledger))); err != nil {
			return err
		}
		kept = keptTrust{}
	}
	if err := unlike(kept, pin); err != nil {
		return err
	}
	kept.Pin = &keptPin{pin.String(), howPinned, a.Now().UTC()}
	if !a.flags.dryRun {
		if err := store.save(kept); err != nil {
			return err
		}
	}
	return a.show(a.trustPage(store, kept))
}

// unlike refuses to pin an entry where another one was found good.
func unlike(kept keptTrust, pin audit.Pin) error {
	if kept.Checkpoint == nil || pin.Entry == "" {
		return nil
	}
	for _, m := range kept.Checkpoint.Entries {
		if m.Entry == pin.Number && m.Digest != pin.Entry {
			return fault(finding.Say("entry %s was found good here as %s", m.Entry, string(m.Digest)),
				finding.Say("ask the ledger's owner; \"sc trust forget\" forgets what was seen here"))
		}
	}
	return nil
}

func (a *app) trustForget(ctx context.Context) error {
	store, err := a.hereStore(ctx)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(store.file); errors.Is(err, fs.ErrNotExist) {
		a.note(a.say.T("nothing is kept about this repository"))
		return nil
	}
	kept, _ := store.load() // what cannot be read can be forgotten
	if err := a.confirm(ctx, a.say.T("forget which ledger you trust here, and how far you saw it?")); err != nil {
		return err
	}
	if !a.flags.dryRun {
		if err := store.forget(); err != nil {
			return err
		}
	}
	if a.machine() {
		return a.show(a.trustPage(store, kept)) // what was forgotten
	}
	a.note(a.say.T("forgotten; the next \"sc verify\" trusts what it finds"))
	return nil
}

// trustPage shows what is kept about a repository.
func (a *app) trustPage(store *trustStore, kept keptTrust) render.Page {
	section := render.Section{Empty: finding.Say("no ledger is pinned here; \"sc trust pin ID\" does it")}
	row := func(label finding.Sentence, value any) { section.Rows = append(section.Rows, []any{label, value}) }
	if kept.Pin != nil {
		row(finding.Say("Ledger"), string(kept.pin().Ledger))
		if p := kept.pin(); p.Entry != "" {
			row(finding.Say("Pinned entry"), p.Number)
			row(finding.Say("Digest of the pinned entry"), string(p.Entry))
		}
		row(finding.Say("Trusted"), howSaid(kept.Pin.How))
		row(finding.Say("Since"), kept.Pin.At)
	}
	if c := kept.Checkpoint; c != nil {
		last := c.Entries[len(c.Entries)-1]
		row(finding.Say("Found good up to entry"), last.Entry)
		row(finding.Say("Digest of that entry"), string(last.Digest))
		row(finding.Say("Commit of that entry"), last.Commit.String())
		row(finding.Say("Found good at"), c.At)
		for _, t := range c.Tags {
			row(finding.Say("Tag"), t.Name)
		}
	}
	if kept.Pin != nil {
		row(finding.Say("Kept in"), store.file)
	}
	return render.Page{Sections: []render.Section{section}, Plain: inEnglish(section), Value: map[string]any{
		"pin": kept.Pin, "checkpoint": kept.Checkpoint, "file": store.file,
	}}
}

// inEnglish is a section for programs: what its rows are called is the same in every
// language.
func inEnglish(section render.Section) *render.Section {
	rows := make([][]any, len(section.Rows))
	for i, row := range section.Rows {
		rows[i] = slices.Clone(row)
		if name, ok := row[0].(finding.Sentence); ok {
			rows[i][0] = name.String()
		}
	}
	section.Rows = rows
	return &section
}

func howSaid(how string) finding.Sentence {
	if how == howFirstUse {
		return finding.Say("as found, on first use")
	}
	return finding.Say("by decision")
}
