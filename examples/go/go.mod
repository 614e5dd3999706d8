module example/kyso

go 1.19
