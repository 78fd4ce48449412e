package cli

import (
	"context"
	"path"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/records"
)

type initOptions struct {
	dir          string
	organisation string
	opsLead      string
	name, email  string
	key          string
	generate     bool
	people       []string
	branch       string
	example      bool
	ci           string
	editor       bool
}

// newInit begins a catalogue.
func newInit(a *app) *cobra.Command {
	o := &initOptions{}
	c := a.writing(&cobra.Command{
		Use:         "init [DIR]",
		Annotations: asking(),
		Short:       a.say.T("Begin a catalogue: repository, procedure, signed genesis"),
		Long: a.say.T("Begins a catalogue in a new or an existing repository: writes catalogue/procedure.yaml with the procedure of §4 and §5, and lands the signed genesis entry. It signs with the key that git signs with, or makes one with --generate-key.") + "\n\n" +
			a.say.T("--ci writes what a forge needs to check the catalogue: a workflow that verifies each push and each pull request, CODEOWNERS with the people of the procedure, a template of pull requests. --editor writes settings, schemas and snippets for VS Code. Both work on a catalogue that is there already, too. No file is overwritten, and nothing of it is committed: look at the files, then commit them with git."),
		Example: "  sc init demo --organisation \"…\" --ops-lead zhang.wei --name 张伟 --email zhang.wei@example.com --generate-key --example\n  sc init --ci github\n  sc init --ci gitlab --editor -n",
	})
	f := c.Flags()
	f.StringVar(&o.organisation, "organisation", "", a.say.T("the organisation's name"))
	f.StringVar(&o.opsLead, "ops-lead", "", a.say.T("your id, such as zhang.wei: you are the ops lead"))
	f.StringVar(&o.name, "name", "", a.say.T("your name"))
	f.StringVar(&o.email, "email", "", a.say.T("your email"))
	f.StringVar(&o.key, "key", "", a.say.T("the key to sign with, in place of git's"))
	f.BoolVar(&o.generate, "generate-key", false, a.say.T("make an ed25519 key and sign with it here"))
	f.StringArrayVar(&o.people, "person", nil, a.say.T("another person: \"ID;NAME;EMAIL;ROLE;KEY\""))
	f.StringVar(&o.branch, "branch", "", a.say.T("the ledger branch; the current one, if not given"))
	f.BoolVar(&o.example, "example", false, a.say.T("bring the sample company's services as drafts"))
	f.StringVar(&o.ci, "ci", "", a.say.T("write the files with which a forge checks the catalogue: github, gitlab or gitea (Forgejo too)"))
	f.BoolVar(&o.editor, "editor", false, a.say.T("write settings, schemas and snippets for VS Code"))
	return a.runs(c, arity{0, 1}, func(ctx context.Context, args []string) error {
		if err := filled(f, "ci"); err != nil {
			return err
		}
		if len(args) == 1 {
			o.dir = args[0]
		}
		if done, err := a.outfitAgain(ctx, o); done || err != nil {
			return err
		}
		if err := a.askInit(ctx, c, o); err != nil {
			return err
		}
		return a.init(ctx, o)
	})
}

// init works everything out first and writes last, so that what is refused
// leaves nothing behind.
func (a *app) init(ctx context.Context, o *initOptions) error {
	if err := o.complete(); err != nil {
		return err
	}
	if err := a.wrongFlag(o); err != nil {
		return err
	}
	at, err := a.survey(ctx, o)
	if err != nil {
		return err
	}
	if o.ci != "" {
		if err := nameable(at.branch); err != nil { // before there is anything
			return err
		}
	}
	f, err := a.founder(ctx, at, o)
	if err != nil {
		return err
	}
	if !at.begun.IsZero() {
		return a.goOn(ctx, o, at, f)
	}
	g, err := a.genesisText(o, at, f)
	if err != nil {
		return err
	}
	if a.flags.dryRun {
		g.remarks()
		return a.preview(&proposal{records: map[string][]byte{path.Join(at.root, records.ProcedureFile): g.text}})
	}
	done, err := a.found(ctx, at, f, g)
	if err != nil {
		return err
	}
	if err := a.furnish(ctx, o, f.signs(g)); err != nil {
		return err
	}
	if err := a.answer(receiptPage(done), done); err != nil {
		return err
	}
	g.remarks()
	if err := a.outfitFirst(ctx, o); err != nil {
		return err
	}
	a.whatNext(at, g.rules, g.who, done)
	return nil
}

// complete refuses a genesis that lacks something.
func (o *initOptions) complete() error {
	if o.organisation == "" || o.opsLead == "" || o.name == "" || o.email == "" {
		return fault(finding.Say("a catalogue needs an organisation and its ops lead"), finding.Say("give --organisation, --ops-lead, --name and --email"))
	}
	if o.generate && o.key != "" {
		return fault(finding.Say("--key and --generate-key exclude each other"), finding.Say("name the key you have, or let a new one be made"))
	}
	return nil
}
