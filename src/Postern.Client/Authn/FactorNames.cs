namespace Postern.Client;

/// <summary>How factors are called, by those who choose and by messages: several of one type are told apart by provider and id.</summary>
static class FactorNames
{
    /// <summary>
    /// Whether a name stands for the factor: its id, its type, its provider or vendor, or these joined as
    /// <c>GOOGLE:token:software:totp</c>.
    /// </summary>
    public static bool IsCalled(AuthnFactor factor, string name) =>
        name == factor.Id
        || Is(factor.FactorType, name) || Is(factor.Provider, name) || Is(factor.VendorName, name)
        || Is($"{factor.Provider}:{factor.FactorType}", name) || Is($"{factor.VendorName}:{factor.FactorType}", name);

    /// <summary>By type; those of one type by provider and id too. Never nothing.</summary>
    public static string ToTell(IEnumerable<AuthnFactor> factors)
    {
        var byType = factors.GroupBy(factor => factor.FactorType).SelectMany(OfOneType).ToList();
        return byType.Count == 0 ? "none" : string.Join(", ", byType);
    }

    /// <summary>Each by type, provider and id, to choose by. Never nothing.</summary>
    public static string ToChoose(IReadOnlyCollection<AuthnFactor> factors) => factors.Count == 0 ? "none" : string.Join(", ", factors);

    static IEnumerable<string> OfOneType(IGrouping<string, AuthnFactor> factors) =>
        factors.Count() == 1 ? [factors.Key] : factors.Select(factor => factor.ToString());

    static bool Is(string? called, string name) => string.Equals(called, name, StringComparison.OrdinalIgnoreCase);
}
