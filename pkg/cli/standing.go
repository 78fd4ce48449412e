package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// shared says how the ledger branch stands to the branch that it follows, by
// what was last fetched.
type shared struct {
	Upstream string `json:"upstream"` // such as origin/main; empty: it follows none
	Ahead    int    `json:"ahead"`
	Behind   int    `json:"behind"`
	Gone     bool   `json:"gone"` // the branch that it follows is not there
}

// notice is something about the repository that wants to be put right.
type notice struct {
	Code    noticeCode `json:"code"`
	Subject string     `json:"subject,omitempty"`

	why finding.Sentence // where the code does not say it all
	at  string           // the work tree that has the branch, of a wrong one
}

type noticeCode string

const (
	brokenLedger noticeCode = "broken"               // a commit of the newest ones is not by the procedure
	wrongBranch  noticeCode = "wrong_branch"         // something else than the ledger branch is checked out
	cutOff       noticeCode = "unfinished_landing"   // a writing command was killed half-way
	setAside     noticeCode = "set_aside"            // a signed entry could not be landed
	waiting      noticeCode = "waiting_to_be_shared" // entries were recorded with --offline; their number
	missingTag   noticeCode = "missing_tag"          // the latest version has no tag
	shallow      noticeCode = "shallow"              // the history is cut off
	manyLoose    noticeCode = "loose_objects"        // time to pack them; about their number
	partial      noticeCode = "partial"              // parts of the history were left at another repository
	noHolder     noticeCode = "no_holder"            // nobody can take an open request onward
	outlived     noticeCode = "delegation"           // a delegation acts beyond its date; its role and person
	// The review of an emergency did not pass, and its services stand; the version.
	unpassedStands noticeCode = "emergency"
	noCalendar     noticeCode = "no_calendar" // time to decide in leads through a year without holidays
)

// standing is how the repository itself stands: whom it is shared with and what
// is unfinished in it. It reads what is on this machine only.
func (d *desk) standing(ctx context.Context) (shared, []notice, error) {
	out, err := d.repo.Run(ctx, "for-each-ref", "--format=%(refname)%09%(upstream:short)%09%(upstream:track,nobracket)%09%(worktreepath)", d.ref, "refs/sc/set-aside", "refs/sc/waiting")
	if err != nil {
		return shared{}, nil, err
	}
	var s shared
	waits := 0
	notices := d.branchNotice()
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) == 4 && fields[0] == d.ref {
			s = tracking(fields[1], fields[2])
			for i := range notices {
				notices[i].at = fields[3]
			}
		} else if name, ok := strings.CutPrefix(fields[0], "refs/sc/set-aside/"); ok {
			notices = append(notices, notice{Code: setAside, Subject: name})
		} else if strings.HasPrefix(fields[0], "refs/sc/waiting/") {
			waits++
		}
	}
	if waits > 0 {
		notices = append(notices, notice{Code: waiting, Subject: strconv.Itoa(waits)})
	}
	if d.repo.Shallow() {
		notices = append(notices, notice{Code: shallow})
	}
	if n := d.repo.Loose(); n > 0 {
		notices = append(notices, notice{Code: manyLoose, Subject: strconv.Itoa(n)})
	}
	journal, err := d.journal(ctx)
	if journal {
		notices = append(notices, notice{Code: cutOff})
	}
	return s, notices, err
}

func (d *desk) branchNotice() []notice {
	head, _, err := d.repo.Head()
	switch {
	case d.repo.Bare():
	case errors.Is(err, ledger.ErrWrongBranch):
		return []notice{{Code: wrongBranch}}
	case (err == nil || errors.Is(err, ledger.ErrUnborn)) && head != d.ref:
		return []notice{{Code: wrongBranch, Subject: strings.TrimPrefix(head, "refs/heads/")}}
	}
	return nil
}

// tracking reads git's "ahead 2, behind 1".
func tracking(upstream, track string) shared {
	s := shared{Upstream: upstream, Gone: track == "gone"}
	for part := range strings.SplitSeq(track, ", ") {
		word, number, _ := strings.Cut(part, " ")
		n, _ := strconv.Atoi(number) // git writes numbers
		switch word {
		case "ahead":
			s.Ahead = n
		case "behind":
			s.Behind = n
		}
	}
	return s
}

// journal reports whether a command was killed while it was writing an entry.
func (d *desk) journal(ctx context.Context) (bool, error) {
	if d.repo.Bare() {
		return false, nil
	}
	name, err := d.gitFile(ctx, "sc/journal")
	if err != nil {
		return false, err
	}
	_, err = os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// gitFile is where a file of this work tree's own lies in the Git folder.
func (d *desk) gitFile(ctx context.Context, name string) (string, error) {
	out, err := d.repo.Run(ctx, "rev-parse", "--git-path", name)
	if err != nil {
		return "", err
	}
	file := string(trimLine(out))
	if !filepath.IsAbs(file) {
		file = filepath.Join(d.repo.Top(), file)
	}
	return file, nil
}

// tagMissing reports whether the latest version has no tag, by the name that
// genesis gives to tags.
func (d *desk) tagMissing(ctx context.Context, version string) (bool, error) {
	first, err := d.genesis(ctx)
	if errors.Is(err, errNoGenesis) || err == nil && first.Trailers.Tags == "" {
		return false, nil // that is for verify to tell
	}
	if err != nil {
		return false, err
	}
	_, there, err := d.repo.Ref("refs/tags/" + first.Trailers.Tags + version)
	return !there, err
}
