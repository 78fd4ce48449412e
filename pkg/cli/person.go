package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
)

type personOptions struct {
	name, email string
	roles       []string
	key, proof  string
}

// newPerson enrols people and retires them.
func newPerson(a *app) *cobra.Command {
	return a.family(
		&cobra.Command{Use: "person", Short: a.say.T("Enrol people, retire them, change their keys")},
		newPersonAdd(a), newPersonRetire(a), newPersonKey(a),
	)
}

func newPersonAdd(a *app) *cobra.Command {
	o := &personOptions{}
	c := a.writing(&cobra.Command{
		Use:     "add ID",
		Short:   a.say.T("Enrol a person with their roles and key"),
		Long:    a.say.T("Whoever may amend enrols a person: an amendment of the procedure. The key is the public half of the key they sign with."),
		Example: "  sc person add li.na --name 李娜 --email li.na@example.com --role market_manager --key li.na.pub",
	})
	f := c.Flags()
	f.StringVar(&o.name, "name", "", a.say.T("the person's name"))
	f.StringVar(&o.email, "email", "", a.say.T("the person's email"))
	f.StringArrayVar(&o.roles, "role", nil, a.say.T("a role they hold"))
	f.StringVar(&o.key, "key", "", a.say.T("their public key: a file, or the key itself"))
	f.StringVar(&o.proof, "proof", "", a.say.T("their proof that they hold the key, from \"sc key prove\""))
	return a.runs(c, arity{1, 1}, func(ctx context.Context, args []string) error {
		return a.amend(ctx, func(s *session, old []byte) ([]byte, string, error) { return s.enrol(o, args[0], old) })
	})
}

// enrol writes a person into the procedure.
func (s *session) enrol(o *personOptions, id string, old []byte) ([]byte, string, error) {
	if _, known := s.rules.People[procedure.PersonID(id)]; known {
		return nil, "", fault(finding.Say("%s is already in the procedure", id), finding.Say("change their keys with \"sc person key\", their roles with \"sc amend\""))
	}
	if o.name == "" || o.email == "" || len(o.roles) == 0 || o.key == "" {
		return nil, "", fault(finding.Say("a person needs a name, an email, a role and a key"), finding.Say("give --name, --email, --role and --key"))
	}
	key, err := s.app.publicKey(o.key)
	if err != nil {
		return nil, "", err
	}
	p := procedure.Person{Name: o.name, Email: o.email, Keys: []procedure.Key{{Key: key.String(), Proof: o.proof}}}
	for _, r := range o.roles {
		p.Roles = append(p.Roles, procedure.RoleID(r))
	}
	text, err := document.Set(old, []string{"people", id}, p)
	if err != nil {
		return nil, "", err
	}
	text, err = s.raised(text)
	return text, "enrol " + id, err
}

// raised is a text of the procedure with the next version's number.
func (s *session) raised(text []byte) ([]byte, error) {
	return document.Set(text, []string{"version"}, s.rules.Version+1)
}

// maxKeyFile is how many bytes of the file of a public key are read.
const maxKeyFile = 64 << 10

// publicKey reads a public key from a file, or as it is written.
func (a *app) publicKey(given string) (signature.Key, error) {
	line := given
	if !looksLikeKey(given) {
		data, err := readPlain(a.path(given), maxKeyFile)
		if _, told := errors.AsType[*finding.Fault](err); told {
			return signature.Key{}, err
		}
		if err != nil {
			return signature.Key{}, &finding.Fault{Message: finding.Say("the file %s cannot be read", given), Hint: finding.Say("give the .pub file, or the line in it"), Cause: err}
		}
		line = string(trimLine(data))
	}
	key, err := signature.ParseKey(line)
	if err != nil {
		if errors.Is(err, signature.ErrKey) {
			return key, &finding.Fault{Message: finding.Problem(err), Hint: finding.Say("give the .pub file, or the line in it"), Cause: err}
		}
		return key, err
	}
	return key, nil
}

func looksLikeKey(text string) bool {
	return strings.Contains(text, " ") && (strings.HasPrefix(text, "ssh-") || strings.HasPrefix(text, "ecdsa-") || strings.HasPrefix(text, "sk-"))
}

func newPersonRetire(a *app) *cobra.Command {
	c := a.writing(&cobra.Command{
		Use:     "retire ID",
		Short:   a.say.T("Take a person's roles and keys away"),
		Long:    a.say.T("Whoever may amend takes the roles and keys of a person away. What they signed before stays good."),
		Example: "  sc person retire wang.fang",
	})
	return a.runs(c, arity{1, 1}, func(ctx context.Context, args []string) error {
		return a.amendAsking(ctx, a.say.T("take all roles and keys of %s away?", args[0]), func(s *session, old []byte) ([]byte, string, error) {
			if err := s.knownPerson(args[0]); err != nil {
				return nil, "", err
			}
			if p := s.rules.People[procedure.PersonID(args[0])]; len(p.Roles)+len(p.Keys) == 0 {
				return nil, "", fault(finding.Say("%s has no role and no key any more", args[0]), finding.Say("\"sc procedure show\" lists the people"))
			}
			text, err := document.Set(old, []string{"people", args[0], "roles"}, []string{})
			if err == nil {
				text, err = document.Set(text, []string{"people", args[0], "keys"}, []string{})
			}
			if err == nil {
				text, err = s.lapse(text, procedure.PersonID(args[0]))
			}
			if err == nil {
				text, err = s.raised(text)
			}
			return text, "retire " + args[0], err
		})
	})
}

func (s *session) knownPerson(id string) error {
	if _, ok := s.rules.People[procedure.PersonID(id)]; ok {
		return nil
	}
	var ids []string
	for _, p := range s.rules.Persons() {
		ids = append(ids, string(p))
	}
	f := &finding.Fault{Message: finding.Say("the procedure names no person %s", finding.Clip(id)), Hint: finding.Say("\"sc list people\" shows them"), Cause: records.ErrUnknown}
	if near, ok := finding.Nearest(id, ids); ok {
		f.Hint = finding.Say("did you mean %s?", near)
	}
	return f
}
