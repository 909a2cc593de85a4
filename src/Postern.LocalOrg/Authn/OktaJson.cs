using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Authn;

/// <summary>Bodies of the Authentication API, in the member order that Okta writes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TransactionBody))]
[JsonSerializable(typeof(CancelledBody))]
[JsonSerializable(typeof(QuestionBody[]))]
[JsonSerializable(typeof(LinkBody))]
[JsonSerializable(typeof(LinkBody[]))]
sealed partial class OktaJson : JsonSerializerContext
{
    /// <summary>As Okta writes it: apostrophes are not escaped.</summary>
    public static OktaJson Wire =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
