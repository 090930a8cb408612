# What the Makefile does, for Windows: .\make.ps1 run opens the app, .\make.ps1 test runs the tests.
# Both set up .venv first; the second time that costs nothing.
param([ValidateSet('run', 'test', 'mutants', 'lint')] [string] $Target = 'run')

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
$Scripts = Join-Path '.venv' 'Scripts'
$Python = Join-Path $Scripts 'python.exe'

function Invoke-Checked([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function New-Environment {
    if (Get-Command py -ErrorAction SilentlyContinue) { $program = 'py'; $first = @('-3') }
    else { $program = 'python'; $first = @() }
    & $program @first -c 'import sys; sys.exit(sys.version_info < (3, 11))'
    if ($LASTEXITCODE -ne 0) { Write-Error 'Python 3.11 or later is needed: https://www.python.org/downloads/' }
    Invoke-Checked $program ($first + @('-m', 'venv', '.venv'))
}

function Install-Lock([string] $Name) {
    if (-not (Test-Path $Python)) { New-Environment }
    $lock = Join-Path 'requirements' "$Name.txt"
    $stamp = Join-Path '.venv' "$Name.stamp"
    $changed = @($lock, 'pyproject.toml') | Where-Object {
        -not (Test-Path $stamp) -or (Get-Item $_).LastWriteTime -gt (Get-Item $stamp).LastWriteTime
    }
    if (-not $changed) { return }
    Write-Host 'Installing into .venv ...'
    $pip = @('-m', 'pip', '--disable-pip-version-check', '--quiet', 'install')
    Invoke-Checked $Python ($pip + @('--require-hashes', '-r', $lock))
    Invoke-Checked $Python ($pip + @('--no-deps', '--no-build-isolation', '--editable', '.'))
    Set-Content -Path $stamp -Value ''
}

switch ($Target) {
    'run' {
        Install-Lock 'run'
        Invoke-Checked (Join-Path $Scripts 'triage.exe') @()
    }
    'test' {
        Install-Lock 'dev'
        Invoke-Checked $Python @('-m', 'pytest', '-n', 'auto')
    }
    'mutants' {
        Install-Lock 'run'
        Invoke-Checked (Join-Path $Scripts 'triage.exe') @('test', '--mutants', '--threshold', '100')
    }
    'lint' {
        Install-Lock 'dev'
        Invoke-Checked $Python @('-m', 'ruff', 'check', '.')
        Invoke-Checked $Python @('-m', 'ruff', 'format', '--check', '.')
        Invoke-Checked $Python @('-m', 'mypy')
    }
}
