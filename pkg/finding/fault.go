package finding

import "errors"

// Fault is an error of the world outside the procedure (a file, Git, a key, the
// command line) that can be said in every language, with what to do next.
type Fault struct {
	Message Sentence
	Hint    Sentence // zero where there is nothing to advise
	Cause   error    // a sentinel or the underlying error; may be nil
}

// Error is the message in English.
func (f *Fault) Error() string { return f.Message.String() }

// Unwrap gives the cause to errors.Is and errors.As.
func (f *Fault) Unwrap() error { return f.Cause }

// Problem is what an error says: the Sentence of the first Fault in its chain,
// or the error's own text.
func Problem(err error) Sentence {
	var f *Fault
	if errors.As(err, &f) {
		return f.Message
	}
	return Sentence{Format: "%s", Args: []any{err.Error()}}
}
