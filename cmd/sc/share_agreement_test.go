package main

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// race runs two commands in two clones at the same time, of which one wins and the other
// is told so: by 4 where somebody was first, by 3 where it can no longer be done.
func race(t *testing.T, one, two *server, first, second []string) {
	t.Helper()
	var errs [2]error
	var both sync.WaitGroup
	both.Go(func() { _, errs[0] = one.try(first...) })
	both.Go(func() { _, errs[1] = two.try(second...) })
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("%v: %v\n%v: %v", first, errs[0], second, errs[1])
	}
	for _, err := range errs {
		if exit, lost := errors.AsType[*exec.ExitError](err); lost && exit.ExitCode() != 4 && exit.ExitCode() != 3 {
			t.Errorf("who was second is told with exit %d: %v", exit.ExitCode(), err)
		}
	}
}

// TestRacedAgreements drafts agreements from several clones at the same time, which all
// get numbers; signs in one clone what is ended in another, of which one may win; and
// closes a periodic review in each, which both are recorded with requests of their own.
func TestRacedAgreements(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.git(t, s.clone, "push", "-q", "--atomic", "origin", "main", "catalogue/v1.0.0")
	s.git(t, s.bare, "symbolic-ref", "HEAD", "refs/heads/main")
	one, two := s.another(t, "one", "zhang.wei"), s.another(t, "two", "li.na")
	var drafted sync.WaitGroup
	for i, at := range []*server{one, two, s.another(t, "three", "wang.fang")} {
		drafted.Go(func() {
			if _, err := at.try("sla", "draft", "--customer", fmt.Sprint("第", i, "家"), "--contract", "C", "--service", "svc-db-ops"); err != nil {
				t.Error(err)
			}
		})
	}
	drafted.Wait()
	one.sc(t, "sync")
	two.sc(t, "sync")
	if got := one.sc(t, "sla", "list", "--jq", ".[].id"); strings.Join(strings.Fields(got), " ") != "SLA-2026-0001 SLA-2026-0002 SLA-2026-0003" {
		t.Errorf("the agreements are %s", got)
	}
	race(t, one, two, []string{"sla", "sign", "1", "--signatory", "陈洁"}, []string{"sla", "end", "1", "-m", "作废", "--yes"})
	for _, at := range []*server{one, two} {
		at.sc(t, "sync")
		at.sc(t, "periodic-review", "start", "--service", "svc-db-ops")
		at.sc(t, "periodic-review", "verdict", "svc-db-ops", "--retire", "-m", "无人使用")
	}
	var closed sync.WaitGroup
	for _, at := range []*server{one, two} {
		closed.Go(func() {
			if _, err := at.try("periodic-review", "close", "--yes"); err != nil {
				t.Error(err)
			}
		})
	}
	closed.Wait()
	one.sc(t, "sync")
	if got := one.sc(t, "list", "reviews"); strings.Count(got, "REV-2026-") != 2 {
		t.Errorf("the periodic reviews are %s", got)
	}
	s.good(t)
}
