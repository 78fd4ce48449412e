package cli

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	example "github.com/service-catalogue/sc/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
	"github.com/service-catalogue/sc/pkg/validator"
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
}

// newInit begins a catalogue.
func newInit(a *app) *cobra.Command {
	o := &initOptions{}
	c := a.writing(&cobra.Command{
		Use:     "init [DIR]",
		Short:   a.say.T("Begin a catalogue: repository, procedure, signed genesis"),
		Long:    a.say.T("Begins a catalogue in a new or an existing repository: writes catalogue/procedure.yaml with the procedure of §4 and §5, and lands the signed genesis entry. It signs with the key that git signs with, or makes one with --generate-key. On a terminal it asks for what is missing."),
		Example: "  sc init demo --organisation \"…\" --ops-lead zhang.wei --name 张伟 --email zhang.wei@example.com --generate-key --example",
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
	return a.runs(c, arity{0, 1}, func(ctx context.Context, args []string) error {
		if len(args) == 1 {
			o.dir = args[0]
		}
		return a.init(ctx, o)
	})
}

func (a *app) init(ctx context.Context, o *initOptions) error {
	if err := a.askInit(ctx, o); err != nil {
		return err
	}
	if err := o.complete(); err != nil {
		return err
	}
	repo, err := a.prepareRepository(ctx, o)
	if err != nil {
		return err
	}
	if err := o.settleBranch(repo); err != nil {
		return err
	}
	signer, err := a.founderKey(ctx, repo, o)
	if err != nil {
		return err
	}
	g, err := a.genesisText(o, signer)
	if err != nil {
		return err
	}
	if a.flags.dryRun {
		return a.preview(&proposal{records: map[string][]byte{records.ProcedureFile: g.text}})
	}
	done, err := g.land(ctx, repo, signer)
	if err != nil {
		return err
	}
	if err := a.furnish(ctx, o); err != nil {
		return err
	}
	if err := a.answer(receiptPage(done), done); err != nil {
		return err
	}
	a.whatNext(o, done)
	return nil
}

// askInit asks for what the flags lack, on a terminal.
func (a *app) askInit(ctx context.Context, o *initOptions) error {
	if !a.asks() || a.flags.yes {
		return nil
	}
	for _, q := range []struct {
		question string
		answer   *string
	}{
		{a.say.T("Organisation"), &o.organisation},
		{a.say.T("Your id (such as zhang.wei)"), &o.opsLead},
		{a.say.T("Your name"), &o.name},
		{a.say.T("Your email"), &o.email},
	} {
		if *q.answer != "" {
			continue
		}
		answer, err := a.ask(ctx, q.question, "")
		if err != nil {
			return err
		}
		*q.answer = answer
	}
	return nil
}

// complete refuses a genesis that lacks something.
func (o *initOptions) complete() error {
	if o.organisation == "" || o.opsLead == "" || o.name == "" || o.email == "" {
		return fault(finding.Say("a catalogue needs an organisation and its ops lead"), finding.Say("give --organisation, --ops-lead, --name and --email"))
	}
	if o.generate && o.key != "" {
		return fault(finding.Say("--key and --generate-key exclude each other"), finding.Sentence{})
	}
	return nil
}

// settleBranch makes the branch that is checked out the ledger branch: genesis
// lands there, and the procedure must name it.
func (o *initOptions) settleBranch(repo *ledger.Repository) error {
	ref, _, err := repo.Head()
	if err != nil && !errors.Is(err, ledger.ErrUnborn) {
		return err
	}
	here := strings.TrimPrefix(ref, "refs/heads/")
	if o.branch == "" {
		o.branch = here
	}
	if o.branch != here {
		return fault(finding.Say("the branch %s is checked out, not %s", here, o.branch), finding.Say("go to the branch first: git switch -c %s", o.branch))
	}
	return nil
}

// prepareRepository opens the repository, or makes one where there is none.
func (a *app) prepareRepository(ctx context.Context, o *initOptions) (*ledger.Repository, error) {
	dir := a.dir()
	if o.dir != "" {
		dir = filepath.Join(dir, o.dir)
		if filepath.IsAbs(o.dir) {
			dir = o.dir
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, &finding.Fault{Message: finding.Say("the folder %s cannot be made", o.dir), Hint: finding.Say("check that you may write there"), Cause: err}
		}
		a.flags.dir = dir
	}
	repo, err := ledger.Open(ctx, a.git(), dir)
	if errors.Is(err, ledger.ErrNoRepository) {
		branch := o.branch
		if branch == "" {
			branch = "main"
		}
		if _, err := a.git().Run(ctx, dir, "init", "-q", "--object-format=sha1", "-b", branch); err != nil {
			return nil, err
		}
		repo, err = ledger.Open(ctx, a.git(), dir)
	}
	if err != nil {
		return nil, err
	}
	return repo, a.vacant(repo)
}

// vacant refuses a repository that has a catalogue already.
func (a *app) vacant(repo *ledger.Repository) error {
	_, tip, err := repo.Head()
	if errors.Is(err, ledger.ErrUnborn) {
		return nil
	}
	if err != nil {
		return err
	}
	objects := repo.Reader()
	tree, _, err := objects.Links(tip)
	if err != nil {
		return err
	}
	at, err := objects.Find(tree, path.Join(catalogueRoot, records.ProcedureFile))
	if err == nil && !at.ID.IsZero() {
		return fault(finding.Say("this repository has a catalogue already, in %s", catalogueRoot), finding.Say("\"sc status\" shows it"))
	}
	return err
}

// catalogueRoot is the folder that init makes.
const catalogueRoot = "catalogue"

// tagPrefix is how the tags of versions begin.
const tagPrefix = "catalogue/v"

// genesis is the first entry, before it lands.
type genesis struct {
	app   *app
	rules *procedure.Procedure
	text  []byte
	who   procedure.PersonID
}

// genesisText fills the default procedure in.
func (a *app) genesisText(o *initOptions, signer signature.Signer) (*genesis, error) {
	people := map[string]procedure.Person{o.opsLead: {
		Name: o.name, Email: o.email, Roles: []procedure.RoleID{"ops_lead"}, Keys: []procedure.Key{{Key: signer.Key().String()}},
	}}
	for _, line := range o.people {
		id, p, err := a.parsePerson(line)
		if err != nil {
			return nil, err
		}
		people[id] = p
	}
	text := procedure.Default()
	var err error
	set := func(value any, at ...string) {
		if err == nil {
			text, err = validator.Set(text, at, value)
		}
	}
	set(o.organisation, "organisation")
	set(o.branch, "ledger", "branch")
	for _, id := range sortedNames(people) {
		set(people[id], "people", id)
	}
	if err != nil {
		return nil, err
	}
	g := &genesis{app: a, text: text, who: procedure.PersonID(o.opsLead), rules: &procedure.Procedure{}}
	return g, g.check()
}

// parsePerson reads "ID;NAME;EMAIL;ROLE;KEY"; roles are joined by "+".
func (a *app) parsePerson(line string) (string, procedure.Person, error) {
	f := strings.Split(line, ";")
	if len(f) != 5 {
		return "", procedure.Person{}, fault(finding.Say("%q is not a person", line), finding.Say("write it as \"ID;NAME;EMAIL;ROLE;KEY\""))
	}
	key, err := a.publicKey(f[4])
	if err != nil {
		return "", procedure.Person{}, err
	}
	p := procedure.Person{Name: f[1], Email: f[2], Keys: []procedure.Key{{Key: key.String()}}}
	for _, r := range strings.Split(f[3], "+") {
		p.Roles = append(p.Roles, procedure.RoleID(r))
	}
	return f[0], p, nil
}

// check refuses a first procedure that could not be followed.
func (g *genesis) check() error {
	if err := g.app.wellFormed(records.ProcedureFile, g.text, validator.Procedure); err != nil {
		return err
	}
	if err := records.Decode(records.ProcedureFile, g.text, g.rules); err != nil {
		return err
	}
	if no := procedure.JudgeGenesis(g.rules, g.who); len(no) > 0 {
		return refused(no)
	}
	for _, f := range g.rules.Check() {
		g.app.note(g.app.say.T("note: %s", f.Message))
	}
	return nil
}

// land writes the genesis entry, on the branch that is checked out.
func (g *genesis) land(ctx context.Context, repo *ledger.Repository, signer signature.Signer) ([]receipt, error) {
	ref, _, err := repo.Head()
	if err != nil && !errors.Is(err, ledger.ErrUnborn) {
		return nil, err
	}
	var done []receipt
	err = repo.Append(ctx, ref, func(ctx context.Context, tip ledger.ID) (ledger.Landing, error) {
		commit, raw, err := g.draft(tip, ref).Build(ctx, repo.Objects(), func(ctx context.Context, payload []byte) ([]byte, error) {
			return signer.Sign(ctx, signature.NamespaceGit, payload)
		})
		done = []receipt{{ID: string(ledger.DigestOf(raw)), Entry: 0, Commit: commit.String()}}
		return ledger.Landing{Ref: ref, Old: tip, New: commit}, err
	})
	return done, err
}

func (g *genesis) draft(tip ledger.ID, ref string) ledger.Draft {
	person := g.rules.People[g.who]
	d := &desk{app: g.app, rules: g.rules}
	return ledger.Draft{
		Parent:  tip,
		By:      ledger.Stamp{Name: person.Name, Email: person.Email, When: d.now()},
		Subject: "genesis: " + g.rules.Organisation.In(g.rules.Language()),
		Root:    catalogueRoot,
		Changes: []ledger.Change{{Path: path.Join(catalogueRoot, records.ProcedureFile), Data: g.text}},
		Trailers: &ledger.Trailers{
			Root: catalogueRoot, Tags: tagPrefix, Ref: ref, Action: "genesis",
			Actor: string(g.who), Role: string(person.Roles[0]),
		},
	}
}

// attributes keep git from changing the bytes that are signed.
const attributes = "** -text -filter -ident -working-tree-encoding -merge\n"

// furnish adds what is no part of the ledger: attributes, and the example.
func (a *app) furnish(ctx context.Context, o *initOptions) error {
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	h, err := d.hand(ctx)
	if err != nil {
		return err
	}
	c := plain{subject: "keep the catalogue's bytes as they are", changes: []ledger.Change{{Path: d.under(".gitattributes"), Data: []byte(attributes)}}}
	if o.example {
		c.subject = "the sample company's services, as drafts"
		services, err := records.Open(example.FS).Services()
		if err != nil {
			return err
		}
		for _, s := range services {
			c.changes = append(c.changes, ledger.Change{Path: d.under(s.Path), Data: s.Data})
		}
	}
	return d.land(ctx, h, c)
}

// whatNext says how the first catalogue is published.
func (a *app) whatNext(o *initOptions, done []receipt) {
	a.note(a.say.T("ledger %s: give this fingerprint to everybody who shall be able to check the catalogue", done[0].ID))
	a.note(a.say.T("next:"))
	next := []string{
		"sc person add ID --name NAME --email EMAIL --role market_manager --key FILE.pub",
		"sc request --source internal --title TITLE",
		"sc approve 1 --business-need … --company-situation …",
		"sc propose 1 --all",
		"sc review 1 --pass --attendee " + o.opsLead + " --attendee ID",
		"sc publish",
	}
	if len(o.people) > 0 {
		next = next[1:]
	}
	for _, line := range next {
		a.note("  " + line)
	}
}
