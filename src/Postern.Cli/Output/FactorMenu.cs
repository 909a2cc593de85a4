using System.Globalization;
using Postern.Client;

namespace Postern.Cli;

/// <summary>Asks a person which factor to take.</summary>
sealed class FactorMenu(string login, Terminal io)
{
    public async ValueTask<AuthnFactor> ChooseAsync(IReadOnlyList<AuthnFactor> factors, CancellationToken ct)
    {
        io.Tell($"A second factor of {login} is needed:");
        for (var i = 0; i < factors.Count; i++)
            io.Tell($"  {i + 1}  {Words.Factor(factors[i])}");

        while (true)
        {
            var typed = await io.AskAsync("Which factor [1]", ct);
            if (typed.Length == 0)
                return factors[0];
            if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= 1
                && number <= factors.Count)
                return factors[number - 1];
        }
    }
}
