package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/validator"
)

// Checker checks files, several at a time.
type Checker struct {
	schemas *validator.Validator
	memory  *Memory
	told    func(files, of int)
}

// New makes a Checker that passes over what the memory knows to be clean, and adds
// to it what it finds clean. With a nil memory every file is checked.
func New(schemas *validator.Validator, memory *Memory) *Checker {
	return &Checker{schemas: schemas, memory: memory}
}

// Told lets somebody be told how far a check has come, by several goroutines.
func (c *Checker) Told(told func(files, of int)) { c.told = told }

// Report is what a check looked at and what it found.
type Report struct {
	Files    []string // the names of the files that were checked, sorted
	Passed   int      // how many others were passed over, for want of a schema
	Findings []finding.Finding
}

// Only is the part of a report that is about some of the files.
func (r Report) Only(about func(file string) bool) Report {
	var part Report
	for _, name := range r.Files {
		if about(name) {
			part.Files = append(part.Files, name)
		}
	}
	for _, f := range r.Findings {
		if about(f.File) {
			part.Findings = append(part.Findings, f)
		}
	}
	return part
}

// each does a piece of work for every index below n, and tells how far it has come.
func (c *Checker) each(ctx context.Context, n int, work func(i int) error) error {
	if c.told == nil {
		return each(ctx, n, work)
	}
	var done atomic.Int64
	return each(ctx, n, func(i int) error {
		defer func() { c.told(int(done.Add(1)), n) }()
		return work(i)
	})
}

// each does a piece of work for every index below n, as many at a time as there
// are processors, and ends early where the context does.
func each(ctx context.Context, n int, work func(i int) error) error {
	var (
		next   atomic.Int64
		group  sync.WaitGroup
		failed = make(chan error, 1)
	)
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := work(i); err != nil {
					select {
					case failed <- err:
					default:
					}
					return
				}
			}
		})
	}
	group.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return ctx.Err()
	}
}

// Read gives the bytes of a file, one more at most than a document may have; nil
// where it went away meanwhile.
func Read(files fs.FS, name string) ([]byte, error) {
	file, err := files.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	defer file.Close()
	// Most files fit at once; io.ReadAll would ask for them in six pieces.
	text := bytes.NewBuffer(make([]byte, 0, usualBytes))
	if _, err := text.ReadFrom(io.LimitReader(file, document.MaxBytes+1)); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return text.Bytes(), nil
}

// unreadable is the finding for a file that is there and cannot be read: the others
// are checked all the same.
func unreadable(name string, err error) finding.Finding {
	return finding.Finding{
		File: name, Rule: "file/unreadable", Severity: finding.Error,
		Message: finding.Say("the file cannot be read: %s", reason(err)),
		Hint:    finding.Say("check that you may read it"),
	}
}

// reason is what the operating system says, without names that are told anyway.
func reason(err error) string {
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		return inner.Err.Error()
	}
	return err.Error()
}

// usualBytes holds most records, and what a buffer wants to have to spare.
const usualBytes = 4096 + bytes.MinRead
