package records

import (
	"runtime"
	"sync"
)

// decodeAll reads records, several at a time: reading YAML is what takes long. The
// first one that cannot be read is the error.
func decodeAll[T any](c *Catalogue, names []string) ([]*T, error) {
	all, errs := make([]*T, len(names)), make([]error, len(names))
	InParallel(len(names), func(i int) {
		all[i] = new(T)
		errs[i] = c.decode(names[i], all[i])
	})
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// share is how many items a worker takes at a time.
const share = 16

// InParallel does something for each number below n, on all processors.
func InParallel(n int, do func(i int)) {
	if n <= share {
		for i := range n {
			do(i)
		}
		return
	}
	var group sync.WaitGroup
	next := make(chan int, n/share+1)
	for first := 0; first < n; first += share {
		next <- first
	}
	close(next)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for first := range next {
				for i := first; i < min(first+share, n); i++ {
					do(i)
				}
			}
		})
	}
	group.Wait()
}
