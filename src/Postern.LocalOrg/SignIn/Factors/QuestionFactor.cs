using Postern.LocalOrg.Directory;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>A security question.</summary>
sealed class QuestionFactor() : FactorKind(FactorTypes.Question, "OKTA", "ufs", "kba")
{
    const int ShortestAnswer = 4;

    /// <summary>Key and text of each question that Okta offers; a few of them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Questions = new Dictionary<string, string>
    {
        ["disliked_food"] = "What is the food you least liked as a child?",
        ["name_of_first_plush_toy"] = "What is the name of your first stuffed animal?",
        ["first_award"] = "What did you earn your first medal or award for?",
        ["favorite_security_question"] = "What is your favorite security question?",
        ["favorite_toy"] = "What is the toy/stuffed animal you liked the most as a kid?",
        ["first_computer_game"] = "What was the first computer game you played?",
        ["favorite_movie_quote"] = "What is your favorite movie quote?",
        ["first_music_purchase"] = "What music album or song did you first purchase?",
        ["favorite_art_piece"] = "What is your favorite piece of art?",
        ["favorite_vacation_location"] = "Where did you go for your favorite vacation?",
    };

    public override bool IsActiveAtOnce => true;

    public override bool HasAnswer(FactorAnswer answer) => answer.Text is not null || answer.Passcode is not null;

    public override Factor Enroll(FactorProfile profile, User user)
    {
        if (profile is not { Question: { } question, Answer: { } answer }
            || !Questions.ContainsKey(question)
            || answer.Trim().Length < ShortestAnswer)
            throw new SignInRefusal.InvalidProfile();

        return new()
        {
            Id = "",
            FactorType = FactorType,
            Provider = Provider,
            Question = question,
            AnswerHash = Passwords.HashAnswer(answer),
        };
    }

    public override Task VerifyAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct) =>
        (answer.Text ?? answer.Passcode) is { } text && Passwords.CheckAnswer(factor.AnswerHash ?? "", text)
            ? Task.CompletedTask
            : throw new SignInRefusal.WrongAnswer(AnswerKind.Question);
}
