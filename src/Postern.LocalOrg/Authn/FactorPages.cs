using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Authn;

/// <summary>What the links of an enrolment show: the questions to choose from, and a QR code to scan.</summary>
sealed class FactorPages(FactorStore factorStore)
{
    public static Task QuestionsAsync(HttpContext context)
    {
        QuestionBody[] questions =
        [
            .. QuestionFactor.Questions.Select(pair => new QuestionBody { Question = pair.Key, QuestionText = pair.Value }),
        ];
        return context.Response.WriteJsonAsync(questions, OktaJson.Wire.QuestionBodyArray);
    }

    public async Task QrCodeAsync(HttpContext context)
    {
        var uri = await factorStore.FindQrCodeAsync(context.Request.RouteValues["token"] as string ?? "", context.RequestAborted)
            ?? throw OktaError.NotFound(context.Request.RouteValues["factorId"] as string ?? "", "Factor");
        var png = QrPicture.Png(QrCode.Of(uri));
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = png.Length;
        await context.Response.Body.WriteAsync(png, context.RequestAborted);
    }
}
