package cli

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// pastProcedure is one version of the procedure, with the entry that brought it.
type pastProcedure struct {
	*procedure.Procedure
	entry
	text []byte
}

// procedures are all versions of the procedure up to the desk's commit, by rising number.
func (d *desk) procedures(ctx context.Context) ([]pastProcedure, error) {
	along, err := d.trail(ctx)
	if err != nil {
		return nil, err
	}
	entries, err := along.naming(records.ProcedureFile)
	if err != nil {
		return nil, err
	}
	var all []pastProcedure
	for _, e := range entries {
		at, err := d.app.openCommit(d.repo, e.commit)
		if err != nil {
			return nil, err
		}
		text, err := at.books.Read(records.ProcedureFile)
		if err != nil {
			return nil, err
		}
		all = append(all, pastProcedure{at.rules, e, text})
	}
	slices.Reverse(all)
	return slices.CompactFunc(all, func(a, b pastProcedure) bool { return bytes.Equal(a.text, b.text) }), nil // a repair may bring one again
}

// procedureNumber is how a version of the procedure is named: a plain number. What is
// longer may be the beginning of a commit's name.
var procedureNumber = regexp.MustCompile(`^[1-9][0-9]{0,3}$`)

// procedureAt is the procedure that is asked for: by its number, by a version of the
// catalogue, or as it stands at a revision.
func (d *desk) procedureAt(ctx context.Context, given string, past []pastProcedure) (*procedure.Procedure, error) {
	if !procedureNumber.MatchString(given) {
		at, err := d.app.look(ctx, given)
		if err != nil {
			return nil, err
		}
		return at.rules, nil
	}
	number, _ := strconv.Atoi(given) // by its form
	for i := len(past) - 1; i >= 0; i-- {
		if past[i].Version == number {
			return past[i].Procedure, nil
		}
	}
	return nil, &finding.Fault{Message: finding.Say("there is no version %s of the procedure", number), Hint: finding.Say("the one in force is %s", d.rules.Version), Cause: records.ErrUnknown}
}
