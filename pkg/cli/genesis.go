package cli

import (
	"context"
	"path"
	"strings"
	"sync"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// genesis is the first entry, before it lands.
type genesis struct {
	app   *app
	rules *procedure.Procedure
	text  []byte
	who   procedure.PersonID
}

// genesisText fills the default procedure in.
func (a *app) genesisText(o *initOptions, at plot, f founder) (*genesis, error) {
	people := map[string]procedure.Person{o.opsLead: {
		Name: o.name, Email: o.email, Roles: []procedure.RoleID{"ops_lead"}, Keys: []procedure.Key{{Key: f.signer.Key().String()}},
	}}
	for _, line := range o.people {
		id, p, err := a.parsePerson(line)
		if err != nil {
			return nil, err
		}
		if _, twice := people[id]; twice {
			return nil, fault(finding.Say("%s is named twice", id), finding.Sentence{})
		}
		people[id] = p
	}
	text := procedure.Default()
	var err error
	set := func(value any, at ...string) {
		if err == nil {
			text, err = document.Set(text, at, value)
		}
	}
	set(o.organisation, "organisation")
	set(at.branch, "ledger", "branch")
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
	if err := g.app.recordable(records.ProcedureFile, g.text, validator.Procedure); err != nil {
		return err
	}
	if err := records.Decode(records.ProcedureFile, g.text, g.rules); err != nil {
		return err
	}
	if no := procedure.JudgeGenesis(g.rules, g.who); len(no) > 0 {
		return refused(no)
	}
	return nil
}

// remarks says what the first procedure still lacks.
func (g *genesis) remarks() {
	for _, f := range g.rules.Check() {
		g.app.note(g.app.say.T("note: %s", f.Message))
	}
}

// land writes the genesis entry, on the branch that is checked out.
func (g *genesis) land(ctx context.Context, at plot, f founder) ([]receipt, error) {
	ref := "refs/heads/" + at.branch
	keep := sync.OnceValue(f.keep)
	var done []receipt
	err := at.repo.Append(ctx, ref, func(ctx context.Context, tip ledger.ID) (ledger.Landing, error) {
		if err := keep(); err != nil {
			return ledger.Landing{}, err
		}
		commit, raw, err := g.draft(at.root, tip, ref).Build(ctx, at.repo.Objects(), hand{signer: f.signer}.sign)
		done = []receipt{{ID: string(ledger.DigestOf(raw)), Entry: 0, Commit: commit.String()}}
		return ledger.Landing{Ref: ref, Old: tip, New: commit}, err
	})
	return done, err
}

func (g *genesis) draft(root string, tip ledger.ID, ref string) ledger.Draft {
	person := g.rules.People[g.who]
	d := &desk{app: g.app, rules: g.rules}
	return ledger.Draft{
		Parent:  tip,
		By:      ledger.Stamp{Name: person.Name, Email: person.Email, When: d.now()},
		Subject: "genesis: " + g.rules.Organisation.In(g.rules.Language()),
		Root:    root,
		Changes: []ledger.Change{{Path: path.Join(root, records.ProcedureFile), Data: g.text}},
		Trailers: &ledger.Trailers{
			Root: root, Tags: tagPrefix, Ref: ref, Action: procedure.ActionGenesis,
			Actor: string(g.who), Role: string(person.Roles[0]),
		},
	}
}
