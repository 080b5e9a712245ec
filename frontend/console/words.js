// The words of the page, in the language that was chosen on the other pages.
import { console as it } from "../locales/it.json";
import { console as en } from "../locales/en.json";

export const language = localStorage.getItem("tavoliere.language") === "en" ? "en" : "it";
export const words = language === "en" ? en : it;
