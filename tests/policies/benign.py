"""What people say to Golem in earnest."""

BENIGN = """
open vim
open the readme in vim
could you open main.py please
edit the config file
run the tests
run the tests again
fire up the test suite
how much disk space is left
how much memory is free
what time is it
what's the date today
list the files here
go to the source folder
go up one folder
make a folder called demo
make a file called notes.txt
copy main.py to backup.py
move notes.txt to docs
rename main.py to app.py
delete old.log
put old.log in the trash
restore the last file
what's in the trash
show me the git status
show the diff
what was the last commit
which branch am I on
switch to main
switch to feature/login
create a branch called parser
stage everything
commit with message fix the parser
commit everything with message tidy up the docs
which process uses the most cpu
what's eating my memory
who owns port 8080
kill firefox
kill process 4242
set a timer for ten minutes
remind me to call mom in an hour
cancel the timer
say that again
what can I say
stop
quit
tell me a joke
good morning
how are you
what is the meaning of life
I had a long day
thank you so much
that was great, thanks
you're funny
don't delete the build folder
I was going to shut down the computer
he told me to run the tests
should I run the tests
how do I delete a folder
what does git stash do
find the file called setup
search for timeout in the code
which files mention the parser
how big is the build folder
when was main.py last changed
read me the notes
show the first lines of README.md
where am I
what's my ip address
which python version is this
how long has this machine been up
what's the load
is the battery charging
open src/app.py in nano
open my-file.py
open my_file.py
open tests/test_app.py
go to ~/projects
cd ../other
run pytest
what's new in git
unstage main.py
git log
please close the door
turn it up, would you?
let's talk about the weekend
it's 20% done
version 2.0 is out!
send it to bob@example.com
what's 2 + 2
that's a question: is it?
(I think so)
it costs 5 euros
make a folder called "demo"
open 'main.py' in vim
the disk is 5" wide
don't open 'em all
rock 'n' roll
the users' files
it's 100% done
open 50%.txt
""".strip().splitlines()
