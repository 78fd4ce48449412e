package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/forge"
	"github.com/service-catalogue/sc/pkg/pack"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// offered are values as cobra parts them: a value, a tab, what it means.
type offered []string

// source gives the values that the shell offers. It is not told about errors, and looks
// at what is quick to read: rows that were kept, or one file.
type source func(a *app, d *desk) offered

// argumentSources are those of commands' arguments, where the command has none of its own.
func argumentSources() map[string]source {
	return map[string]source{
		"approve": takers(procedure.StepApprove), "reject": takers(procedure.StepReject), "close": takers(procedure.StepClose),
		"propose": takers(procedure.StepPropose), "review": takers(procedure.StepPass), "publish": takers(procedure.StepPublish),
		"withdraw": takers(procedure.StepWithdraw), "design": takers(procedure.StepPropose), "note": openCases, "correct": openCases,
		"shelve": services, "step": ownSteps, "person retire": people, "person key add": people, "person key retire": people, "person key revoke": people, "delegate": roles,
	}
}

// flagSources are those of flags: by the command's path and the flag, or the flag alone.
func flagSources() map[string]source {
	return map[string]source{
		"lang": words("en", "zh"), "as": roles, "role": roles,
		"assign": people, "chair": people, "attendee": people, "participant": people, "signer": people, "raised-by": people, "owner": owners,
		"service": services, "alternative": services, "edit": services, "retire": services, "review": services, "inaccurate": services,
		"reason-code": words(reasonCodes()...), "priority": words(priorities()...), "request source": words(sources()...), "stage": words(contractStages()...),
		"pass": takers(procedure.StepPass), "return": takers(procedure.StepPass), "refuse": takers(procedure.StepPass), "of": openCases,
		"to": people, "init ci": words(forge.Names()...), "bump": words("major", "minor", "patch"), "audience": words("customer", "internal"),
		"version": versions, "at": versions, "since": versions,
		"list state": states, "category": categories, "standard": words(pack.Standards()...),
		"diff format": words("text", "json", "md"), "changelog format": words("text", "json", "md"), "breaking format": words("text", "json", "md"),
		"export format": words(exportFormats()...), "export document": words(paperNames()...), "report format": words(reportFormats()...),
		"procedure show format": words(bookFormats()...), "validate format": words(findingFormats()...), "verify format": words(findingFormats()...),
	}
}

// offerValues makes the shell offer the values of the arguments and flags of all
// commands, with what they mean.
func (a *app) offerValues(root *cobra.Command) {
	arguments, flags := argumentSources(), flagSources()
	a.eachCommand(root, func(c *cobra.Command) {
		path := strings.TrimSpace(strings.TrimPrefix(c.CommandPath(), root.CommandPath()))
		if from, ok := arguments[path]; ok && c.ValidArgsFunction == nil {
			c.ValidArgsFunction = a.completes(from)
		}
		offer := func(f *pflag.Flag) {
			from, ok := flags[path+" "+f.Name]
			if !ok {
				from, ok = flags[f.Name]
			}
			if ok && f.Value.Type() != "bool" {
				_ = c.RegisterFlagCompletionFunc(f.Name, a.completes(from)) // it fails for a second one only
			}
		}
		c.LocalNonPersistentFlags().VisitAll(offer)
		if c == root {
			c.PersistentFlags().VisitAll(offer)
		}
	})
}

// completes makes a completion of a source; what stands on the line already is not
// offered again.
func (a *app) completes(from source) func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		d, _ := a.glance(c.Context(), "") // fixed words need none
		all := slices.DeleteFunc(from(a, d), func(o string) bool {
			value, _, _ := strings.Cut(o, "\t")
			return slices.Contains(args, value)
		})
		return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}

// words is a source of fixed words, said in the reader's language too.
func words(all ...string) source {
	return func(a *app, _ *desk) offered {
		return each(all, func(w string) string { return described(w, a.say.Word(w)) })
	}
}

// described is a value with what it means, unless that is the same.
func described(value, means string) string {
	if means == "" || means == value {
		return value
	}
	return value + "\t" + means
}

// takers is a source of the requests on which a step may be taken.
func takers(name procedure.StepName) source {
	return func(_ *app, d *desk) offered {
		if d == nil {
			return nil
		}
		step, _ := d.rules.Step(name)
		return d.casesFor(func(s seen) bool { return slices.Contains(step.From, s.State) })
	}
}

func openCases(_ *app, d *desk) offered {
	if d == nil {
		return nil
	}
	return d.casesFor(func(s seen) bool { return !s.Final })
}

// casesFor are the requests that are wanted, the newest first.
func (d *desk) casesFor(wanted func(seen) bool) offered {
	all, err := d.seen()
	if err != nil {
		return nil
	}
	all = slices.DeleteFunc(slices.Clone(all), func(s seen) bool { return !wanted(s) })
	slices.Reverse(all)
	return each(all, func(s seen) string { return described(string(s.ID), d.app.text(s.Title)) })
}

func services(_ *app, d *desk) offered {
	if d == nil {
		return nil
	}
	shelf, err := d.onShelf()
	if err != nil {
		return nil
	}
	shelf = slices.DeleteFunc(shelf, func(s onShelf) bool { return s.err != nil })
	return each(shelf, func(s onShelf) string { return described(string(s.ID), d.app.text(s.Name)) })
}

func people(_ *app, d *desk) offered {
	if d == nil {
		return nil
	}
	return each(d.rules.Persons(), func(id procedure.PersonID) string { return described(string(id), d.name(id)) })
}

func roles(_ *app, d *desk) offered {
	if d == nil {
		return nil
	}
	return each(sortedRoles(d.rules.Roles), func(id procedure.RoleID) string { return described(string(id), d.label(id)) })
}

func sortedRoles[V any](roles map[procedure.RoleID]V) []procedure.RoleID {
	ids := make([]procedure.RoleID, 0, len(roles))
	for id := range roles {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func owners(a *app, d *desk) offered { return append(roles(a, d), people(a, d)...) }

func versions(a *app, d *desk) offered {
	if d == nil {
		return nil
	}
	all, err := d.books.Versions()
	if err != nil {
		return nil
	}
	newest := slices.Clone(all)
	slices.Reverse(newest)
	return each(newest, func(v catalogue.Version) string { return described(v.String(), a.say.T("version")) })
}

func states(a *app, d *desk) offered {
	if d == nil {
		return nil
	}
	return each(d.rules.States(), func(s procedure.State) string { return described(string(s), a.say.Word(string(s))) })
}

func categories(a *app, d *desk) offered {
	all := []string{"facility", "physical", "virtual", "platform", "application", "data", "user", "security", "integrated"}
	return words(all...)(a, d)
}

// ownSteps are the steps that "sc step" takes, then the requests.
func ownSteps(a *app, d *desk) offered {
	if d == nil {
		return nil
	}
	var steps offered
	for _, s := range d.rules.Steps {
		if s.CarriedBy == procedure.CarriedAlone {
			steps = append(steps, described(string(s.Name), a.say.Word(string(s.Name))))
		}
	}
	return append(steps, openCases(a, d)...)
}
